package net.headscale.wire.json;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/// Writes compact JSON as Go's `encoding/json` does, but for HTML escapes: `<`, `>` and `&` stand for themselves.
///
/// Members come in three kinds, as in Go's struct tags: [#member] is always written, `ifSet` is left out when the value
/// is zero (`omitempty`, and `omitzero` of values that cannot be empty without being zero), [#ifPresent] is left out
/// when the value is `null` only, so that an empty list can be sent.
///
/// Members of maps are written in the order of their names, so that equal values have equal bytes. Not thread-safe.
public final class JsonWriter {
    private static final JsonFactory FACTORY =
            JsonFactory.builder().disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE).build();

    private static final double LARGEST_EXACT = 1L << 53;
    private static final double SMALLEST_PLAIN = 1e-6; // Go writes an exponent below this
    private static final double FIRST_WITH_EXPONENT = 1e21; // and from here on

    private final JsonGenerator generator;

    private JsonWriter(JsonGenerator generator) {
        this.generator = generator;
    }

    /// The UTF-8 bytes of what `content` writes.
    public static byte[] bytes(Consumer<JsonWriter> content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            content.accept(new JsonWriter(generator));
        }
        return bytes.toByteArray();
    }

    /// As [#bytes], as a text.
    public static String text(Consumer<JsonWriter> content) {
        return new String(bytes(content), StandardCharsets.UTF_8);
    }

    /// Opens an object.
    public void beginObject() {
        generator.writeStartObject();
    }

    /// Closes the object.
    public void endObject() {
        generator.writeEndObject();
    }

    /// Starts a member; its value comes next.
    public void name(String name) {
        generator.writeName(WellFormed.text(name));
    }

    /// Writes a string.
    public void value(String text) {
        generator.writeString(WellFormed.text(text));
    }

    /// Writes the text form of a key, address, endpoint or prefix.
    public void value(Record printed) {
        generator.writeString(printed.toString());
    }

    /// Writes an integer.
    public void value(long number) {
        generator.writeNumber(number);
    }

    /// Writes a boolean.
    public void value(boolean bool) {
        generator.writeBoolean(bool);
    }

    /// Writes a number as Go does: the shortest digits that read back the same, no `.0`.
    public void value(double number) {
        if (number == Math.rint(number) && Math.abs(number) < LARGEST_EXACT) {
            generator.writeNumber((long) number);
        } else {
            generator.writeNumber(shortest(number));
        }
    }

    private static String shortest(double number) {
        double size = Math.abs(number);
        String digits = Double.toString(number);
        return size >= SMALLEST_PLAIN && size < FIRST_WITH_EXPONENT
                ? new BigDecimal(digits).stripTrailingZeros().toPlainString()
                : digits.replace(".0E", "E").replace("E-", "e-").replace("E", "e+");
    }

    /// Writes a time; `null` is Go's zero time.
    public void value(@Nullable Instant time) {
        generator.writeString(Rfc3339.format(time));
    }

    /// Writes base64; no bytes are `null`, as Go's nil slice is.
    public void value(Bytes bytes) {
        if (bytes.isEmpty()) {
            generator.writeNull();
        } else {
            generator.writeString(bytes.base64());
        }
    }

    /// Writes a value that was kept as text.
    public void value(RawJson json) {
        generator.writeRawValue(json.text());
    }

    /// Writes a value that was encoded before, such as a peer.
    ///
    /// @param json the UTF-8 bytes of one JSON value; not checked
    public void encoded(byte[] json) {
        generator.writeRawValue(new EncodedValue(json));
    }

    /// Writes `null`.
    public void nullValue() {
        generator.writeNull();
    }

    /// Writes an array.
    public <T> void list(List<? extends T> elements, BiConsumer<JsonWriter, T> element) {
        generator.writeStartArray();
        for (T each : elements) {
            element.accept(this, each);
        }
        generator.writeEndArray();
    }

    /// Writes an object from the text forms of keys to values, in the order of those texts.
    public <V extends @Nullable Object> void map(Map<?, V> members, BiConsumer<JsonWriter, V> value) {
        beginObject();
        Map<String, V> sorted = new TreeMap<>();
        members.forEach((name, each) -> sorted.put(String.valueOf(name), each));
        sorted.forEach((name, each) -> {
            name(name);
            value.accept(this, each);
        });
        endObject();
    }

    /// Writes the array `name` even when it is empty; `null` for a list that is absent.
    public <T> void member(String name, @Nullable List<? extends T> elements, BiConsumer<JsonWriter, T> element) {
        name(name);
        if (elements == null) {
            nullValue();
        } else {
            list(elements, element);
        }
    }

    /// Writes the member `name`.
    public void member(String name, String text) {
        name(name);
        value(text);
    }

    /// Writes the member `name`.
    public void member(String name, Record printed) {
        name(name);
        value(printed);
    }

    /// Writes the member `name`.
    public void member(String name, long number) {
        name(name);
        value(number);
    }

    /// Writes the member `name`.
    public void member(String name, boolean bool) {
        name(name);
        value(bool);
    }

    /// Writes the member `name`.
    public void member(String name, @Nullable Instant time) {
        name(name);
        value(time);
    }

    /// Writes the member `name`.
    public void member(String name, Bytes bytes) {
        name(name);
        value(bytes);
    }

    /// Writes the member `name` unless the text is empty.
    public void ifSet(String name, String text) {
        if (!text.isEmpty()) {
            member(name, text);
        }
    }

    /// Writes the member `name` unless the number is 0.
    public void ifSet(String name, long number) {
        if (number != 0) {
            member(name, number);
        }
    }

    /// Writes the member `name` unless the number is 0.
    public void ifSet(String name, double number) {
        if (number != 0) {
            name(name);
            value(number);
        }
    }

    /// Writes the member `name` if `bool` is true.
    public void ifSet(String name, boolean bool) {
        if (bool) {
            member(name, true);
        }
    }

    /// Writes the member `name` unless there are no bytes.
    public void ifSet(String name, Bytes bytes) {
        if (!bytes.isEmpty()) {
            member(name, bytes);
        }
    }

    /// Writes the array `name` unless it is empty.
    public <T> void ifSet(String name, List<? extends T> elements, BiConsumer<JsonWriter, T> element) {
        if (!elements.isEmpty()) {
            member(name, elements, element);
        }
    }

    /// Writes the object `name` unless it is empty.
    public <V extends @Nullable Object> void ifSet(String name, Map<?, V> members, BiConsumer<JsonWriter, V> value) {
        if (!members.isEmpty()) {
            name(name);
            map(members, value);
        }
    }

    /// Writes the member `name` unless the boolean is absent.
    public void ifPresent(String name, @Nullable Boolean bool) {
        if (bool != null) {
            member(name, bool.booleanValue());
        }
    }

    /// Writes the member `name` unless the time is absent.
    public void ifPresent(String name, @Nullable Instant time) {
        if (time != null) {
            member(name, time);
        }
    }

    /// Writes the member `name` unless the value is absent.
    public <T> void ifPresent(String name, @Nullable T value, BiConsumer<JsonWriter, T> writer) {
        if (value != null) {
            name(name);
            writer.accept(this, value);
        }
    }
}
