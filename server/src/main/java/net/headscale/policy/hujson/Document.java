package net.headscale.policy.hujson;

import java.util.Arrays;
import java.util.List;

/// A HuJSON text with its tree.
public final class Document {
    private final String text;
    private final Value root;
    private final List<Comment> comments;
    private final int[] lineStarts;

    Document(String text, Value root, List<Comment> comments) {
        this.text = text;
        this.root = root;
        this.comments = List.copyOf(comments);
        this.lineStarts = lineStarts(text);
    }

    /// The text as it was given.
    public String text() {
        return text;
    }

    /// The one value of the document.
    public Value root() {
        return root;
    }

    /// Every comment, in order.
    public List<Comment> comments() {
        return comments;
    }

    /// Where an offset is.
    public Position position(int offset) {
        int found = Arrays.binarySearch(lineStarts, offset);
        int line = found >= 0 ? found : -found - 2;
        return new Position(line + 1, offset - lineStarts[line] + 1);
    }

    /// `value` as JSON proper: no comments, no trailing commas, no white space; strings and numbers as written.
    public String json(Value value) {
        StringBuilder json = new StringBuilder(value.end() - value.start());
        write(value, json);
        return json.toString();
    }

    private void write(Value value, StringBuilder json) {
        switch (value) {
            case Value.Struct struct -> writeStruct(struct, json);
            case Value.Sequence sequence -> writeSequence(sequence, json);
            case Value.Text _, Value.Numeral _, Value.Truth _, Value.Null _ ->
                json.append(text, value.start(), value.end());
        }
    }

    private void writeStruct(Value.Struct struct, StringBuilder json) {
        json.append('{');
        String separator = "";
        for (Value.Member member : struct.members()) {
            json.append(separator);
            write(member.name(), json);
            json.append(':');
            write(member.value(), json);
            separator = ",";
        }
        json.append('}');
    }

    private void writeSequence(Value.Sequence sequence, StringBuilder json) {
        json.append('[');
        String separator = "";
        for (Value element : sequence.elements()) {
            json.append(separator);
            write(element, json);
            separator = ",";
        }
        json.append(']');
    }

    static int[] lineStarts(String text) {
        int[] starts = new int[(int) text.chars().filter(c -> c == '\n').count() + 1];
        int line = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\n') {
                starts[++line] = i + 1;
            }
        }
        return starts;
    }

    /// A comment with its marks, from `start` to before `end`.
    public record Comment(int start, int end) {}
}
