package net.headscale.policy.language;

import java.util.List;

/// One condition of a posture, such as `node:tsVersion >= '1.60'`.
///
/// @param attribute a name such as `node:os` or `custom:tier`
/// @param operator how they compare
/// @param values texts, numbers and truths, all as texts; none for `IS SET`, many for `IN`
public record Condition(String attribute, Operator operator, List<String> values) {
    public Condition {
        values = List.copyOf(values);
    }

    /// How an attribute compares with values.
    public enum Operator {
        EQUAL("=="),
        UNEQUAL("!="),
        LESS("<"),
        AT_MOST("<="),
        MORE(">"),
        AT_LEAST(">="),
        IN("IN"),
        NOT_IN("NOT IN"),
        IS_SET("IS SET"),
        NOT_SET("NOT SET");

        private final String words;

        Operator(String words) {
            this.words = words;
        }

        /// As policies write it.
        public String words() {
            return words;
        }
    }
}
