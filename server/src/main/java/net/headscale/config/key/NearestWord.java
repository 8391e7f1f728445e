package net.headscale.config.key;

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

    /// Letters to insert, remove, replace, or swap with their neighbour (optimal string alignment).
    private static int distance(String a, String b) {
        int[][] steps = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                steps[i][j] = Math.min(i, j) == 0 ? Math.max(i, j) : fewest(steps, a, b, i, j);
            }
        }
        return steps[a.length()][b.length()];
    }

    private static int fewest(int[][] steps, String a, String b, int i, int j) {
        boolean isSame = a.charAt(i - 1) == b.charAt(j - 1);
        int few = Math.min(Math.min(steps[i - 1][j], steps[i][j - 1]) + 1, steps[i - 1][j - 1] + (isSame ? 0 : 1));
        boolean isSwapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return isSwapped ? Math.min(few, steps[i - 2][j - 2] + 1) : few;
    }
}
