package net.headscale.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import net.headscale.wire.tailcfg.DerpMap;
import net.headscale.wire.tailcfg.DerpNode;
import net.headscale.wire.tailcfg.DerpRegion;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Relay regions in YAML or JSON, as Tailscale's tools write them: keys in any case, `null` removes a region.
final class DerpMapFile {
    private static final long MOST_BYTES = 1 << 20;

    private final Path file;

    private DerpMapFile(Path file) {
        this.file = file;
    }

    /// The regions of all `files`; of two regions with one id the later counts.
    ///
    /// @throws Unusable if a file cannot be read or does not hold regions
    static DerpMap readAll(List<Path> files) {
        Map<Integer, DerpRegion> regions = new TreeMap<>();
        for (Path file : files) {
            new DerpMapFile(file).addTo(regions);
        }
        return DerpMap.of(regions.values());
    }

    private void addTo(Map<Integer, DerpRegion> regions) {
        Map<String, Object> root = mapping(load(), "the document");
        Map<?, ?> found = root.get("regions") instanceof Map<?, ?> map ? map : Map.of();
        found.forEach((id, region) -> {
            int number = number(id, "a region's id");
            if (region == null) {
                regions.remove(number);
            } else {
                regions.put(number, region(number, mapping(region, "region " + number)));
            }
        });
    }

    private Object load() {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw unusable("it is larger than 1 MiB");
            }
            Object document = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
            return document == null ? Map.of() : document;
        } catch (IOException | YamlEngineException failed) {
            throw unusable(String.valueOf(failed.getMessage()));
        }
    }

    private DerpRegion region(int id, Map<String, Object> fields) {
        List<DerpNode> nodes = new ArrayList<>();
        if (fields.get("nodes") instanceof List<?> list) {
            for (Object node : list) {
                nodes.add(node(id, mapping(node, "a node of region " + id)));
            }
        }
        return new DerpRegion(
                id,
                text(fields, "regioncode"),
                text(fields, "regionname"),
                decimal(fields, "latitude"),
                decimal(fields, "longitude"),
                flag(fields, "avoid"),
                flag(fields, "nomeasurenohome"),
                nodes);
    }

    private DerpNode node(int region, Map<String, Object> fields) {
        String host = text(fields, "hostname");
        if (host.isEmpty()) {
            throw unusable("a node of region " + region + " has no hostname");
        }
        String name = text(fields, "name");
        return new DerpNode(
                name.isEmpty() ? region + "a" : name,
                region,
                host,
                text(fields, "certname"),
                text(fields, "ipv4"),
                text(fields, "ipv6"),
                number(fields.getOrDefault("stunport", 0), "stunport"),
                flag(fields, "stunonly"),
                number(fields.getOrDefault("derpport", 0), "derpport"),
                flag(fields, "insecurefortests"),
                text(fields, "stuntestip"),
                flag(fields, "canport80"));
    }

    /// A mapping with its keys in lower case.
    private Map<String, Object> mapping(Object value, String what) {
        if (!(value instanceof Map<?, ?> map)) {
            throw unusable("expected fields in " + what);
        }
        Map<String, Object> lower = new TreeMap<>();
        map.forEach((key, each) -> {
            if (each != null || String.valueOf(key).equals("regions")) {
                lower.put(String.valueOf(key).toLowerCase(Locale.ROOT), each);
            }
        });
        return lower;
    }

    private static String text(Map<String, Object> fields, String name) {
        return String.valueOf(fields.getOrDefault(name, ""));
    }

    private static boolean flag(Map<String, Object> fields, String name) {
        return Boolean.TRUE.equals(fields.get(name));
    }

    private static double decimal(Map<String, Object> fields, String name) {
        return fields.get(name) instanceof Number number ? number.doubleValue() : 0;
    }

    private int number(Object value, String what) {
        try {
            return Integer.parseInt(String.valueOf(value));
        } catch (NumberFormatException none) {
            throw unusable("expected a number for " + what + ", found " + value);
        }
    }

    private Unusable unusable(String why) {
        return new Unusable("cannot use the relay map " + file + ": " + why);
    }
}
