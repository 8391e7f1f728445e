package net.headscale.wire.json;

/// Bytes from the network that are not the message they should be.
///
/// The text names what was expected, where (a JSON pointer) and at which byte; it never repeats a value, for values may
/// be secrets. That is also why it has no cause: Jackson's exceptions quote their input.
public final class MalformedMessage extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// The offset when it is not known.
    public static final long NOWHERE = -1;

    private static final int LONGEST_PATH = 120;

    private final String path;
    private final long offset;

    /// @param expected what was expected and, if that is no secret, found: `expected a string, found a number`
    /// @param path a JSON pointer; cut to 120 printable characters, for names may come from the network as well
    /// @param offset bytes before the place, or [#NOWHERE]
    public MalformedMessage(String expected, String path, long offset) {
        super(expected + at(printable(path), offset));
        this.path = printable(path);
        this.offset = offset;
    }

    /// A message that is wrong as a whole, before any JSON is seen.
    public MalformedMessage(String expected) {
        this(expected, "", NOWHERE);
    }

    /// Where it went wrong, as a JSON pointer such as `/Hostinfo/RoutableIPs/0`; empty for the whole document.
    public String path() {
        return path;
    }

    /// How many bytes lie before the place, or [#NOWHERE].
    public long offset() {
        return offset;
    }

    private static String at(String path, long offset) {
        return (path.isEmpty() ? "" : " at " + path) + (offset < 0 ? "" : " (byte " + offset + ")");
    }

    private static String printable(String path) {
        StringBuilder text = new StringBuilder();
        path.chars().limit(LONGEST_PATH).forEach(c -> text.append(c < ' ' || c > '~' ? '?' : (char) c));
        return text.toString();
    }
}
