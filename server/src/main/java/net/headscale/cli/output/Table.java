package net.headscale.cli.output;

import java.util.ArrayList;
import java.util.List;

/// Rows of words in columns, for people.
public final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    /// A table with these headings.
    public Table(String... headings) {
        rows.add(List.of(headings));
    }

    /// Adds a row, as many words as there are headings.
    public void add(String... words) {
        rows.add(List.of(words));
    }

    @Override
    public String toString() {
        return columns(rows);
    }

    /// Rows as lines; each column as wide as its widest word, with two blanks between.
    public static String columns(List<List<String>> rows) {
        int count = rows.isEmpty() ? 0 : rows.getFirst().size();
        int[] widths = new int[count];
        for (List<String> row : rows) {
            for (int i = 0; i < count; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        var text = new StringBuilder();
        for (List<String> row : rows) {
            var line = new StringBuilder();
            for (int i = 0; i < count; i++) {
                line.append(row.get(i)).repeat(' ', widths[i] - row.get(i).length() + 2);
            }
            text.append(text.isEmpty() ? "" : "\n").append(line.toString().stripTrailing());
        }
        return text.toString();
    }
}
