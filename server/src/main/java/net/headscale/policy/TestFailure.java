package net.headscale.policy;

import java.util.List;
import java.util.stream.Collectors;

/// A test of the policy that does not hold.
///
/// @param line of the test
/// @param source what it asks for
/// @param message such as `address "tag:db:443": want: Accept, got: Drop`
public record TestFailure(int line, String source, String message) {
    private static final int MOST_SHOWN = 10; // the author mends the first ones first

    /// Why a policy with these failures is refused.
    ///
    /// @param failures at least one
    static Rejection rejection(List<TestFailure> failures) {
        String more = failures.size() > MOST_SHOWN ? "; and " + (failures.size() - MOST_SHOWN) + " more" : "";
        String shown = failures.stream()
                .limit(MOST_SHOWN)
                .map(failure -> "line " + failure.line + ", " + failure.source + ": " + failure.message)
                .collect(Collectors.joining("; ", "", more));
        return new Rejection(failures.getFirst().line, 1, "test(s) failed", shown);
    }
}
