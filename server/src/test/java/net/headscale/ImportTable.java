package net.headscale;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which package may import which, in the order of the file: from what stands on others to what others stand on.
///
/// @param lines package, and what it may import
/// @param sections package, and the section that it stands in
record ImportTable(LinkedHashMap<String, SortedSet<String>> lines, Map<String, String> sections) {
    private static final String EVERYTHING = "*";

    static ImportTable parse(String text) {
        LinkedHashMap<String, SortedSet<String>> lines = new LinkedHashMap<>();
        Map<String, String> sections = new TreeMap<>();
        String section = "";
        for (String line : text.lines().map(String::strip).toList()) {
            if (line.startsWith("[")) {
                section = line.substring(1, line.length() - 1);
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                int arrow = line.indexOf("->");
                String from = line.substring(0, arrow).strip();
                String to = line.substring(arrow + 2).strip();
                lines.put(from, to.isEmpty() ? new TreeSet<>() : new TreeSet<>(Arrays.asList(to.split("\\s+"))));
                sections.put(from, section);
            }
        }
        return new ImportTable(lines, sections);
    }

    /// Packages by what they import in fact.
    static SortedMap<String, SortedSet<String>> importsOf(List<SourceFile> files) {
        SortedMap<String, SortedSet<String>> imports = new TreeMap<>();
        for (SourceFile file : files) {
            imports.computeIfAbsent(file.packageName(), _ -> new TreeSet<>()).addAll(file.packagesUsed());
        }
        return imports;
    }

    boolean isIn(String section, SourceFile file) {
        return section.equals(sections.get(file.packageName()));
    }

    /// What the sources do and the table does not allow.
    List<String> forbidden(Map<String, SortedSet<String>> imports) {
        List<String> faults = new ArrayList<>();
        imports.forEach((from, used) -> {
            SortedSet<String> allowed = lines.get(from);
            if (allowed == null) {
                faults.add(from + " stands in no line");
            } else if (!allowed.contains(EVERYTHING)) {
                used.stream()
                        .filter(to -> !allowed.contains(to))
                        .map(to -> from + " imports " + to)
                        .forEach(faults::add);
            }
        });
        return faults;
    }

    /// What the table allows and the sources do not do.
    List<String> unused(Map<String, SortedSet<String>> imports) {
        List<String> spare = new ArrayList<>();
        lines.forEach((from, allowed) -> {
            SortedSet<String> used = imports.get(from);
            if (used == null) {
                spare.add("there is no package " + from);
            } else {
                allowed.stream()
                        .filter(to -> !to.equals(EVERYTHING) && !used.contains(to))
                        .map(to -> from + " does not import " + to)
                        .forEach(spare::add);
            }
        });
        return spare;
    }

    /// Lines that point upwards, or at themselves.
    List<String> upwards() {
        List<String> order = List.copyOf(lines.keySet());
        List<String> faults = new ArrayList<>();
        lines.forEach((from, allowed) -> allowed.stream()
                .filter(to -> !to.equals(EVERYTHING) && order.indexOf(to) <= order.indexOf(from))
                .map(to -> to + " does not stand below " + from)
                .forEach(faults::add));
        return faults;
    }
}
