package net.headscale.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Finds the word that somebody probably meant.
public final class NearestWord {
    private NearestWord() {}

    /// The known word nearest to `word`, if one is near enough: a third of its letters may differ.
    public static Optional<String> to(String word, Collection<String> known) {
        return known.stream()
                .filter(candidate -> candidate.endsWith("." + word))
                .findFirst()
                .or(() -> known.stream()
                        .filter(candidate -> distance(word, candidate) <= Math.max(1, word.length() / 3))
                        .min(Comparator.comparingInt(candidate -> distance(word, candidate))));
    }

    /// Letters to insert, remove or replace (Levenshtein), row by row.
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
