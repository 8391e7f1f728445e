package net.headscale.policy.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.headscale.policy.hujson.Value;
import net.headscale.policy.language.Autogroup;
import net.headscale.policy.language.PolicyDocument.Definitions;
import net.headscale.policy.language.Rule;
import net.headscale.policy.language.Selector;

/// Reads what `acls`, `grants` and `ssh` have in common: sources and postures.
final class RuleReader {
    private final Script script;
    private final Selectors selectors;
    private final Definitions names;
    private final List<String> defaultPostures;

    RuleReader(Script script, Selectors selectors, Definitions names, List<Value> defaultPostures) {
        this.script = script;
        this.selectors = selectors;
        this.names = names;
        this.defaultPostures = postures(defaultPostures);
    }

    /// Reads one entry of a section.
    interface Entry<T> {
        T read(int index, Value entry);
    }

    /// Reads every entry of a section, in order.
    static <T> List<T> each(List<Value> entries, Entry<T> reader) {
        List<T> read = new ArrayList<>(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            read.add(reader.read(i, entries.get(i)));
        }
        return read;
    }

    Script script() {
        return script;
    }

    Selectors selectors() {
        return selectors;
    }

    Rule.Origin origin(String section, int index, Value value) {
        return new Rule.Origin(section, index, script.line(value));
    }

    /// The sources of a rule of `acls` or `grants`.
    List<Selector> sources(List<Value> words) {
        List<Selector> sources = new ArrayList<>();
        for (Value word : words) {
            String text = script.text(word, "src");
            try {
                sources.add(selectors.parse(text, Place.RULE_SOURCE));
                warnOfProvider(word, sources.getLast());
            } catch (InvalidSelector invalid) {
                throw script.refuse(word, invalid.isMisplaced() ? "" : "src=", invalid);
            }
        }
        return sources;
    }

    private void warnOfProvider(Value word, Selector source) {
        if (source instanceof Selector.Group(String group) && !names.groups().containsKey(group)) {
            script.warn(word, "groups of a login provider are not known here: " + group + " is nobody");
        }
    }

    List<String> postures(Fields rule) {
        return rule.has("srcposture") ? postures(rule.elements("srcposture")) : defaultPostures;
    }

    private List<String> postures(List<Value> words) {
        List<String> postures = new ArrayList<>();
        for (Value word : words) {
            String name = script.text(word, "srcPosture");
            if (!names.postures().containsKey(name)) {
                throw script.refuse(
                        word, "posture not found: \"" + name + "\"", "postures are defined in \"postures\"");
            }
            postures.add(name);
        }
        return postures;
    }

    /// Refuses `autogroup:self` for sources that are not users.
    ///
    /// @param mayBeEveryone whether `*` passes for the users of a tailnet, as it does in `acls`
    void requireUsers(Value at, List<Selector> sources, boolean mayBeEveryone) {
        for (Selector source : sources) {
            boolean isOfUsers = switch (source) {
                case Selector.Login _, Selector.Domain _, Selector.Group _ -> true;
                case Selector.Auto(Autogroup group) -> group.isOfUsers();
                case Selector.Everyone _ -> mayBeEveryone;
                case Selector.Literal _, Selector.Host _, Selector.IpSet _, Selector.Tagged _ -> false;
            };
            if (!isOfUsers) {
                throw script.refuse(
                        at,
                        "autogroup:self can only be used with users, groups, or supported autogroups",
                        "\"" + source.text() + "\" is none of these");
            }
        }
    }

    static boolean areAll(List<Rule.Target> targets, Set<Autogroup> groups) {
        return targets.stream()
                .allMatch(target ->
                        target.destination() instanceof Selector.Auto(Autogroup group) && groups.contains(group));
    }
}
