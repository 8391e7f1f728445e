package net.headscale.policy.hujson;

import java.util.ArrayList;
import java.util.List;
import net.headscale.policy.hujson.Document.Comment;

/// Reads HuJSON: JSON (RFC 8259) plus `//` and `/* */` comments plus a comma behind the last member or element.
///
/// Nesting and length are bounded, so that no text can exhaust the stack or the memory.
public final class HuJson {
    /// How deep objects and arrays may nest.
    public static final int DEEPEST = 60;

    /// The longest text, in characters.
    public static final int LONGEST = 16 << 20;

    private final String text;
    private final List<Comment> comments = new ArrayList<>();
    private int at;
    private int depth;

    private HuJson(String text) {
        this.text = text;
    }

    /// Reads all of `text`.
    ///
    /// @throws MalformedHuJson if it is not one value, too long, or nested too deep
    public static Document parse(String text) {
        HuJson reader = new HuJson(text);
        if (text.length() > LONGEST) {
            throw reader.malformed(0, "expected at most " + LONGEST + " characters, found " + text.length());
        }
        reader.at = text.startsWith("\ufeff") ? 1 : 0;
        Value root = reader.value();
        reader.skipSpace();
        if (reader.at < text.length()) {
            throw reader.malformed(reader.at, "expected nothing behind the policy, found " + reader.found());
        }
        return new Document(text, root, reader.comments);
    }

    private Value value() {
        skipSpace();
        int start = at;
        if (at == text.length()) {
            throw malformed(at, "expected a value, found the end of the text");
        }
        char c = text.charAt(at);
        return switch (c) {
            case '{' -> struct(start);
            case '[' -> sequence(start);
            case '"' -> string();
            case 't' -> new Value.Truth(start, word("true"), true);
            case 'f' -> new Value.Truth(start, word("false"), false);
            case 'n' -> new Value.Null(start, word("null"));
            default -> number(start);
        };
    }

    private Value struct(int start) {
        descend();
        List<Value.Member> members = new ArrayList<>();
        while (more('}', members.isEmpty())) {
            if (text.charAt(at) != '"') {
                throw malformed(at, "expected a member name in double quotes or }, found " + found());
            }
            Value.Text name = string();
            skipSpace();
            if (at == text.length() || text.charAt(at) != ':') {
                throw malformed(at, "expected : behind \"" + name.text() + "\", found " + found());
            }
            at++;
            members.add(new Value.Member(name, value()));
        }
        depth--;
        return new Value.Struct(start, at, members);
    }

    private Value sequence(int start) {
        descend();
        List<Value> elements = new ArrayList<>();
        while (more(']', elements.isEmpty())) {
            elements.add(value());
        }
        depth--;
        return new Value.Sequence(start, at, elements);
    }

    private void descend() {
        if (++depth > DEEPEST) {
            throw malformed(at, "expected at most " + DEEPEST + " levels of nesting");
        }
        at++;
    }

    /// Moves to the next member or element; false behind the closing bracket.
    private boolean more(char close, boolean isFirst) {
        skipSpace();
        if (!isFirst && at < text.length() && text.charAt(at) == ',') {
            at++;
            skipSpace();
        } else if (!isFirst && at < text.length() && text.charAt(at) != close) {
            throw malformed(at, "expected , or " + close + ", found " + found());
        }
        if (at == text.length()) {
            throw malformed(at, "expected " + close + ", found the end of the text");
        }
        if (text.charAt(at) == close) {
            at++;
            return false;
        }
        return true;
    }

    private Value.Text string() {
        int start = at++;
        int plain = at;
        while (at < text.length() && isPlain(text.charAt(at))) {
            at++;
        }
        if (at < text.length() && text.charAt(at) == '"') {
            return new Value.Text(start, ++at, text.substring(plain, at - 1));
        }
        StringBuilder content = new StringBuilder(text.substring(plain, at));
        while (true) {
            if (at == text.length()) {
                throw malformed(start, "expected a closing double quote, found the end of the text");
            }
            char c = text.charAt(at);
            if (c == '"') {
                return new Value.Text(start, ++at, content.toString());
            } else if (c == '\\') {
                content.append(escaped());
            } else if (c < ' ') {
                throw malformed(at, "expected a closing double quote, found " + found());
            } else {
                content.append(c);
                at++;
            }
        }
    }

    private static boolean isPlain(char c) {
        return c >= ' ' && c != '"' && c != '\\';
    }

    private char escaped() {
        int start = at++;
        char c = at < text.length() ? text.charAt(at++) : ' ';
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode(start);
            default -> throw malformed(start, "expected an escape such as \\n or \\u0041");
        };
    }

    private char unicode(int start) {
        int code = 0;
        for (int i = 0; i < 4; i++, at++) {
            int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
            if (digit < 0 || text.charAt(at) > 'f') {
                throw malformed(start, "expected four hex digits behind \\u");
            }
            code = code << 4 | digit;
        }
        return (char) code;
    }

    private int word(String word) {
        if (!text.startsWith(word, at)) {
            throw malformed(at, "expected a value, found " + found());
        }
        at += word.length();
        return at;
    }

    private Value number(int start) {
        skip('-');
        int digits = at;
        if (!skip('0')) {
            skipDigits();
        }
        if (at == digits) {
            at = start;
            throw malformed(at, "expected a value, found " + found());
        }
        if (skip('.')) {
            requireDigits();
        }
        if (skip('e') || skip('E')) {
            if (!skip('+')) {
                skip('-');
            }
            requireDigits();
        }
        return new Value.Numeral(start, at, text.substring(start, at));
    }

    private boolean skip(char c) {
        boolean isThere = at < text.length() && text.charAt(at) == c;
        at += isThere ? 1 : 0;
        return isThere;
    }

    private void requireDigits() {
        int before = at;
        skipDigits();
        if (at == before) {
            throw malformed(at, "expected a digit, found " + found());
        }
    }

    private void skipDigits() {
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
    }

    private void skipSpace() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                at++;
            } else if (c == '/') {
                comment();
            } else {
                return;
            }
        }
    }

    private void comment() {
        int start = at;
        if (text.startsWith("//", at)) {
            int end = text.indexOf('\n', at);
            at = end < 0 ? text.length() : end;
        } else if (text.startsWith("/*", at)) {
            int end = text.indexOf("*/", at + 2);
            if (end < 0) {
                throw malformed(start, "expected */ at the end of the comment, found the end of the text");
            }
            at = end + 2;
        } else {
            throw malformed(at, "expected // or /* for a comment, found " + found());
        }
        comments.add(new Comment(start, at));
    }

    private String found() {
        if (at >= text.length()) {
            return "the end of the text";
        }
        int c = text.codePointAt(at);
        return c < ' ' ? "the control character " + c : "'" + Character.toString(c) + "'";
    }

    private MalformedHuJson malformed(int offset, String message) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < offset; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return new MalformedHuJson(new Position(line, offset - lineStart + 1), message);
    }
}
