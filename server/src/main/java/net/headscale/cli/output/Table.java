package net.headscale.cli.output;

import java.util.ArrayList;
import java.util.List;

/// Rows of words in columns, for people.
public final class Table {
    private static final String BOLD = "\u001b[1m";
    private static final String GREEN = "\u001b[32m";
    private static final String RED = "\u001b[31m";
    private static final String PLAIN = "\u001b[0m";

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

    /// The same for a screen with colours: headings are bold, `online` is green, `offline` red.
    String coloured() {
        int connected = rows.getFirst().indexOf("Connected");
        return columns(rows, (row, column, word) -> {
            if (row == 0) {
                return BOLD + word + PLAIN;
            }
            return column == connected ? (word.equals("online") ? GREEN : RED) + word + PLAIN : word;
        });
    }

    /// Rows as lines; each column as wide as its widest word, with two blanks between.
    public static String columns(List<List<String>> rows) {
        return columns(rows, (_, _, word) -> word);
    }

    /// How a word is written, which counts as long as it is without.
    private interface Paint {
        String painted(int row, int column, String word);
    }

    private static String columns(List<List<String>> rows, Paint paint) {
        int count = rows.isEmpty() ? 0 : rows.getFirst().size();
        int[] widths = new int[count];
        for (List<String> row : rows) {
            for (int i = 0; i < count; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        var text = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            text.append(i == 0 ? "" : "\n").append(line(i, rows.get(i), widths, paint));
        }
        return text.toString();
    }

    private static String line(int row, List<String> words, int[] widths, Paint paint) {
        var line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String word = printable(words.get(i));
            line.append(paint.painted(row, i, word)).repeat(' ', widths[i] - word.length() + 2);
        }
        return line.toString().stripTrailing();
    }

    /// A word without what a terminal would obey: names come from clients.
    private static String printable(String word) {
        return word.chars().anyMatch(Character::isISOControl) ? word.replaceAll("\\p{Cntrl}|[\\x80-\\x9f]", "?") : word;
    }
}
