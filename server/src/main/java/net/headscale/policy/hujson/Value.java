package net.headscale.policy.hujson;

import java.util.List;

/// A value of the tree, from its first character (`start`) to behind its last (`end`).
public sealed interface Value {
    /// Offset of the first character.
    int start();

    /// Offset behind the last character.
    int end();

    /// `{ … }`, members as written: in order, doubles and all.
    record Struct(int start, int end, List<Member> members) implements Value {
        public Struct {
            members = List.copyOf(members);
        }
    }

    /// `[ … ]`.
    record Sequence(int start, int end, List<Value> elements) implements Value {
        public Sequence {
            elements = List.copyOf(elements);
        }
    }

    /// A string, escapes resolved.
    record Text(int start, int end, String text) implements Value {}

    /// A number, digits as written.
    record Numeral(int start, int end, String digits) implements Value {}

    /// `true` or `false`.
    record Truth(int start, int end, boolean isTrue) implements Value {}

    /// `null`.
    record Null(int start, int end) implements Value {}

    /// `"name": value`.
    record Member(Text name, Value value) {}

    /// What kind of value this is, for messages.
    default String kind() {
        return switch (this) {
            case Struct _ -> "an object";
            case Sequence _ -> "an array";
            case Text _ -> "a string";
            case Numeral _ -> "a number";
            case Truth _ -> "a boolean";
            case Null _ -> "null";
        };
    }
}
