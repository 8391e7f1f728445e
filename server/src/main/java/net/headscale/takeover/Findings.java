package net.headscale.takeover;

import java.util.ArrayList;
import java.util.List;
import net.headscale.wire.json.MalformedMessage;

/// What came up while an origin was read.
///
/// @param problems why nothing can be taken over, each with what to do
/// @param notes what will be different
public record Findings(List<String> problems, List<String> notes) {
    static Findings none() {
        return new Findings(new ArrayList<>(), new ArrayList<>());
    }

    void problem(String text) {
        problems.add(text);
    }

    void note(String text) {
        notes.add(text);
    }

    /// Reads one row of an origin; a row that makes no sense is a problem that names it.
    void reading(String what, Runnable read) {
        try {
            read.run();
        } catch (IllegalArgumentException | MalformedMessage nonsense) {
            problem(what + ": " + nonsense.getMessage());
        }
    }
}
