package net.headscale.wire.json;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/// Reads one JSON document by pulling: a codec asks for members one by one and takes each value in the type it expects.
///
/// ```java
/// in.object();
/// while (in.member()) {
///     switch (in.name()) {
///         case "Name" -> name = in.string();
///         default -> in.skip();
///     }
/// }
/// ```
///
/// Every value that [#member] announces must be taken or skipped. Not thread-safe; lives for one document.
public final class JsonReader {
    /// How deep objects and arrays may nest; ours nest 8 deep, values that pass through unread a little more.
    public static final int DEEPEST = 64;

    /// The longest text of one string, in characters: a c2n answer is the longest we know.
    public static final int LONGEST_STRING = 1 << 20;

    /// The longest document, in bytes: twice a full map of 100,000 peers. Edges set tighter limits of their own.
    public static final long LONGEST_DOCUMENT = 256L << 20;

    private static final int LONGEST_NAME = 4096;

    // Without the detection a document is UTF-8 whatever it starts with, as for Go; offsets then are byte offsets.
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxStringLength(LONGEST_STRING)
                    .maxNameLength(LONGEST_NAME)
                    .maxDocumentLength(LONGEST_DOCUMENT)
                    .build())
            .build();

    private static final byte[] EMPTY_OBJECT = {'{', '}'};

    private final byte[] document;
    private final JsonParser parser;

    private JsonReader(byte[] document, JsonParser parser) {
        this.document = document;
        this.parser = parser;
    }

    /// Reads all of `document` with `codec`. The document `null` is read as `{}`, as Go does.
    ///
    /// @throws MalformedMessage if it is not one JSON value, or not the one that `codec` expects
    public static <T> T read(byte[] document, Function<JsonReader, T> codec) {
        if (document.length > LONGEST_DOCUMENT) {
            throw new MalformedMessage("expected a document of at most " + LONGEST_DOCUMENT + " bytes");
        }
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), document)) {
            return new JsonReader(document, parser).whole(codec);
        }
    }

    private <T> T whole(Function<JsonReader, T> codec) {
        try {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw malformed("expected a JSON value, found nothing");
            }
            if (first == JsonToken.VALUE_NULL) {
                end();
                return read(EMPTY_OBJECT, codec);
            }
            T value = codec.apply(this);
            end();
            return value;
        } catch (InputCoercionException outOfRange) {
            throw malformed("expected a number within its range");
        } catch (StreamConstraintsException tooMuch) {
            throw malformed("expected a document within the limits of nesting and length");
        } catch (JacksonException notJson) {
            throw malformed("expected well-formed JSON");
        }
    }

    private void end() {
        if (parser.nextToken() != null) {
            throw malformed("expected the end of the document");
        }
    }

    /// Enters the object that is the current value.
    public void object() {
        require(JsonToken.START_OBJECT, "an object");
    }

    /// Goes on to the next member whose value is not `null`.
    ///
    /// @return whether there is one; if not, the object is left
    public boolean member() {
        while (memberOrNull()) {
            if (!isNull()) {
                return true;
            }
        }
        return false;
    }

    /// Goes on to the next member, be its value `null` or not: for the few places where the protocol tells them apart.
    ///
    /// @return whether there is one; if not, the object is left
    public boolean memberOrNull() {
        if (parser.nextToken() != JsonToken.PROPERTY_NAME) {
            return false;
        }
        parser.nextToken();
        return true;
    }

    /// The name of the current member. Exact case: Go clients send nothing else. Half a surrogate pair in it is an
    /// error.
    public String name() {
        return parser.currentName();
    }

    /// Whether the current value is `null`.
    public boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    /// Passes over the current value.
    public void skip() {
        parser.skipChildren();
    }

    /// The current value as a string; halves of surrogate pairs become U+FFFD, as in Go.
    public String string() {
        require(JsonToken.VALUE_STRING, "a string");
        return WellFormed.text(parser.getString());
    }

    /// The current value as a string that `parse` understands.
    ///
    /// @param expected what it is, for the error: `a node key`
    /// @param parse throws [IllegalArgumentException] if it does not understand; its message is not used
    public <T extends @Nullable Object> T parsed(String expected, Function<String, T> parse) {
        String text = string();
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException notUnderstood) {
            throw malformed("expected " + expected);
        }
    }

    /// The current value as a boolean.
    public boolean bool() {
        JsonToken token = parser.currentToken();
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
            throw mismatch("a boolean");
        }
        return token == JsonToken.VALUE_TRUE;
    }

    /// The current value as an integer of 64 bits, written without fraction or exponent.
    public long int64() {
        require(JsonToken.VALUE_NUMBER_INT, "an integer");
        return parser.getLongValue();
    }

    /// The current value as an integer of 32 bits.
    public int int32() {
        require(JsonToken.VALUE_NUMBER_INT, "an integer");
        return parser.getIntValue();
    }

    /// The current value as a port, 0 to 65535.
    public int port() {
        int value = int32();
        if (value < 0 || value > 0xffff) {
            throw malformed("expected a port from 0 to 65535");
        }
        return value;
    }

    /// The current value as a finite floating-point number.
    public double float64() {
        JsonToken token = parser.currentToken();
        if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
            throw mismatch("a number");
        }
        double value = parser.getDoubleValue();
        if (!Double.isFinite(value)) {
            throw malformed("expected a number within its range");
        }
        return value;
    }

    /// The current value as a time.
    ///
    /// @return `null` for Go's zero time
    public @Nullable Instant time() {
        return parsed("an RFC 3339 time", Rfc3339::parse);
    }

    /// The current value as a time, for the few places where Go's zero time is not the same as none.
    ///
    /// @return [Rfc3339#ZERO] for Go's zero time
    public Instant timeOrZero() {
        Instant time = time();
        return time == null ? Rfc3339.ZERO : time;
    }

    /// The current value as base64.
    public Bytes bytes() {
        return parsed("base64", Bytes::parse);
    }

    /// The current value kept as it is written; bytes that are not UTF-8 become U+FFFD.
    public RawJson raw() {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        int end = (int) parser.currentLocation().getByteOffset();
        return RawJson.checked(new String(document, start, end - start, StandardCharsets.UTF_8).strip());
    }

    /// The current value kept as it is written, if it is a string, a number or a boolean.
    public RawJson scalar() {
        if (!parser.currentToken().isScalarValue() || isNull()) {
            throw mismatch("a string, a number or a boolean");
        }
        return raw();
    }

    /// The current value as an array of what `element` reads.
    public <T> List<T> list(Function<JsonReader, T> element) {
        require(JsonToken.START_ARRAY, "an array");
        List<T> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(element.apply(this));
        }
        return List.copyOf(elements);
    }

    /// The current value as an object from any names to what `value` reads; members that are `null` are left out.
    public <V> Map<String, V> map(Function<JsonReader, V> value) {
        return map(name -> name, value);
    }

    /// The current value as an object from decimal names of 64 bits to what `value` reads; members that are `null` are
    /// left out.
    public <V> Map<Long, V> mapByLong(Function<JsonReader, V> value) {
        return map(name -> number(name, Long::valueOf), value);
    }

    /// The current value as an object from decimal names of 32 bits to what `value` reads; members that are `null` are
    /// left out.
    public <V> Map<Integer, V> mapByInt(Function<JsonReader, V> value) {
        return map(name -> number(name, Integer::valueOf), value);
    }

    private <K, V> Map<K, V> map(Function<String, K> key, Function<JsonReader, V> value) {
        Map<K, V> members = new LinkedHashMap<>();
        object();
        while (member()) {
            members.put(key.apply(name()), value.apply(this));
        }
        return members;
    }

    private <K> K number(String name, Function<String, K> parse) {
        try {
            return parse.apply(name);
        } catch (NumberFormatException notANumber) {
            throw malformed("expected a decimal name");
        }
    }

    private void require(JsonToken expected, String name) {
        if (parser.currentToken() != expected) {
            throw mismatch(name);
        }
    }

    private MalformedMessage mismatch(String expected) {
        return malformed("expected " + expected + ", found " + found());
    }

    private String found() {
        return switch (parser.currentToken()) {
            case null -> "nothing";
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT -> "an integer";
            case VALUE_NUMBER_FLOAT -> "a number with a fraction or exponent";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NULL -> "null";
            default -> "something else";
        };
    }

    /// An error at the current place; for codecs that check more than the type of a value.
    ///
    /// @param expected starts with `expected` and repeats no value
    public MalformedMessage malformed(String expected) {
        return new MalformedMessage(
                expected,
                parser.streamReadContext().pathAsPointer().toString(),
                parser.currentLocation().getByteOffset());
    }
}
