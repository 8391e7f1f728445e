package net.headscale;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A Java file as the rules see it: its code without comments and the contents of strings.
///
/// @param name for people
/// @param code what is left
/// @param lines how long the file is, comments and all
record SourceFile(String name, String code, int lines) {
    private static final String ROOT = "net.headscale";
    private static final Pattern NOT_CODE = Pattern.compile("""
            (?sx)
              \"""  .*? (?<!\\\\) \"""              # a text block
            | "  [^"\\\\\\n]*+ (?: \\\\. [^"\\\\\\n]*+ )*+ "   # a string
            | '  (?: \\\\. | [^'\\\\] ) [^'\\n]*+ '       # a character
            | /\\* .*? \\*/                        # comments
            | //  [^\\n]*+
            """);
    private static final Pattern PACKAGE = Pattern.compile("^package\\s+([\\w.]+);", Pattern.MULTILINE);
    private static final Pattern OF_OURS = Pattern.compile("\\bnet\\.headscale((?:\\.[a-z]\\w*)+)");
    private static final Pattern TYPE = Pattern.compile("\\b(?:class|record|interface|enum)\\s+([A-Z]\\w*)");

    static SourceFile of(String name, String text) {
        String code = NOT_CODE.matcher(text).replaceAll(" ");
        return new SourceFile(name, code, (int) text.lines().count());
    }

    /// All Java files of ours below a folder; what takes the place of a library's class stands in the library's
    /// package.
    static List<SourceFile> below(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file ->
                            file.toString().endsWith(".java") && file.toString().contains("/net/headscale/"))
                    .map(SourceFile::read)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static SourceFile read(Path file) {
        try {
            return of(file.toString(), Files.readString(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// The package without `net.headscale.`; empty for that one itself.
    String packageName() {
        String full = PACKAGE.matcher(code)
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no package in " + name));
        return full.equals(ROOT) ? "" : full.substring(ROOT.length() + 1);
    }

    /// The packages of ours that the code names, in imports or in full; its own is not among them.
    SortedSet<String> packagesUsed() {
        SortedSet<String> used = OF_OURS.matcher(code)
                .results()
                .map(found -> found.group(1).substring(1))
                .collect(Collectors.toCollection(TreeSet::new));
        used.remove(packageName());
        return used;
    }

    /// The types that it declares.
    List<String> types() {
        return TYPE.matcher(code).results().map(found -> found.group(1)).toList();
    }

    /// Every place where a pattern occurs in the code.
    List<String> finds(Pattern pattern) {
        return pattern.matcher(code)
                .results()
                .map(MatchResult::group)
                .map(found -> name + ": " + found)
                .toList();
    }

    boolean isPackageDescription() {
        return name.endsWith("package-info.java");
    }
}
