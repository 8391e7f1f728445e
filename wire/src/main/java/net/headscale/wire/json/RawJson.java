package net.headscale.wire.json;

/// One JSON value kept as the text it came in, well-formed by construction: Go's `json.RawMessage`.
///
/// Two are equal when their texts are; `1` and `1.0` differ.
public final class RawJson {
    private final String text;

    private RawJson(String text) {
        this.text = text;
    }

    /// Checks and keeps `text`, without the white space around it.
    ///
    /// @throws MalformedMessage if it is not exactly one JSON value
    public static RawJson parse(String text) {
        return JsonReader.read(text.getBytes(java.nio.charset.StandardCharsets.UTF_8), JsonReader::raw);
    }

    /// The value `text` as a JSON string.
    public static RawJson string(String text) {
        return new RawJson(JsonWriter.text(out -> out.value(text)));
    }

    /// The value `number`.
    public static RawJson number(long number) {
        return new RawJson(Long.toString(number));
    }

    /// For texts that a [JsonReader] has just been over.
    static RawJson checked(String text) {
        return new RawJson(text);
    }

    /// The JSON text.
    public String text() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RawJson that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
