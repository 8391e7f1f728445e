package net.headscale.config.key;

/// Something in a configuration that is wrong, or that the operator should know.
///
/// @param place `file:line`, or the name of an environment variable; empty when it is about no place
/// @param key the dotted key; empty when it is about none
/// @param what what was found, and what was expected
/// @param remedy what to do about it; empty when that is plain
public record Problem(String place, String key, String what, String remedy) {
    /// `file:line: key: problem: remedy`, without the parts that are empty.
    @Override
    public String toString() {
        var text = new StringBuilder();
        for (String part : new String[] {place, key, what, remedy}) {
            if (!part.isEmpty()) {
                text.append(text.isEmpty() ? "" : ": ").append(part);
            }
        }
        return text.toString();
    }
}
