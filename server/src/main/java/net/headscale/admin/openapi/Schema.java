package net.headscale.admin.openapi;

import java.util.List;

/// The shape of a piece of JSON.
public sealed interface Schema {
    /// A word.
    Schema TEXT = new Text("");

    /// A 64-bit number, written as a decimal word: JavaScript's numbers would lose digits.
    Schema ID = new Text("uint64");

    /// A time (RFC 3339).
    Schema TIME = new Text("date-time");

    /// True or false.
    Schema FLAG = new Flag();

    /// @param format of OpenAPI; empty for any text
    record Text(String format) implements Schema {}

    /// One of a few words.
    record Choice(List<String> words) implements Schema {
        public Choice {
            words = List.copyOf(words);
        }
    }

    /// True or false.
    record Flag() implements Schema {}

    /// A whole number.
    record Count() implements Schema {}

    /// A list.
    record ListOf(Schema item) implements Schema {}

    /// Null, or what `schema` says.
    record OrNull(Schema schema) implements Schema {}

    /// A shape that the document defines under a name.
    record Named(String name) implements Schema {}

    /// An object. Answers have all fields; bodies may leave out those that are not required, and have more.
    record Fields(List<Field> fields) implements Schema {
        public Fields {
            fields = List.copyOf(fields);
        }
    }

    /// A field of an object.
    record Field(String name, Schema schema, String summary, boolean isRequired) {
        /// A field that may be left out.
        public static Field of(String name, Schema schema, String summary) {
            return new Field(name, schema, summary, false);
        }

        /// A field that is always there.
        public static Field required(String name, Schema schema, String summary) {
            return new Field(name, schema, summary, true);
        }
    }

    /// A list of `item`.
    static Schema listOf(Schema item) {
        return new ListOf(item);
    }

    /// `schema`, or null.
    static Schema orNull(Schema schema) {
        return new OrNull(schema);
    }

    /// An object.
    static Fields object(Field... fields) {
        return new Fields(List.of(fields));
    }
}
