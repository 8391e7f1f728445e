package net.headscale.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import net.headscale.config.key.Problem;
import net.headscale.config.key.Value;
import net.headscale.config.key.Value.Absent;
import net.headscale.config.key.Value.Mapping;
import net.headscale.config.key.Value.Scalar;
import net.headscale.config.key.Value.Sequence;
import net.headscale.wire.tailcfg.DerpMap;
import net.headscale.wire.tailcfg.DerpNode;
import net.headscale.wire.tailcfg.DerpRegion;

/// A map of relays as Tailscale's tools write it, in YAML or JSON; names of fields in any case.
///
/// @param regions by id
/// @param removed ids of regions that are `null`: this document takes them out of those before it
public record DerpDocument(SortedMap<Integer, DerpRegion> regions, Set<Integer> removed) {
    public DerpDocument {
        regions = new TreeMap<>(regions);
        removed = Set.copyOf(removed);
    }

    /// What came of reading a document.
    public sealed interface Read {
        /// It is a map of relays.
        record Ready(DerpDocument document) implements Read {}

        /// It is none.
        record Unusable(List<Problem> problems) implements Read {
            public Unusable {
                problems = List.copyOf(problems);
            }
        }
    }

    /// Reads a document.
    ///
    /// @param source its file or URL, for problems
    public static Read parse(String text, String source) {
        var reader = new Reader(source);
        DerpDocument document = reader.read(text);
        return reader.problems.isEmpty() ? new Read.Ready(document) : new Read.Unusable(reader.problems);
    }

    /// The map that documents make together; of a region that is in several, the last counts.
    public static DerpMap merge(List<DerpDocument> documents) {
        SortedMap<Integer, DerpRegion> all = new TreeMap<>();
        for (DerpDocument document : documents) {
            all.keySet().removeAll(document.removed());
            all.putAll(document.regions());
        }
        return DerpMap.of(all.values());
    }

    /// Reads one document and notes all that is wrong with it.
    private static final class Reader {
        private final String source;
        private final List<Problem> problems = new ArrayList<>();

        Reader(String source) {
            this.source = source;
        }

        DerpDocument read(String text) {
            var regions = new TreeMap<Integer, DerpRegion>();
            var removed = new HashSet<Integer>();
            try {
                Value root = Value.parse(text, (name, line) -> reject(line, name, "is set twice"));
                if (root instanceof Mapping mapping && mapping.fields().get("regions") instanceof Mapping all) {
                    all.fields().forEach((id, region) -> readRegion(id, region, regions, removed));
                } else {
                    reject(root.line(), "regions", "is missing");
                }
            } catch (Value.Unreadable e) {
                reject(e.line(), "", "is neither YAML nor JSON: " + e.getMessage());
            }
            return new DerpDocument(regions, removed);
        }

        private void readRegion(String key, Value value, Map<Integer, DerpRegion> regions, Set<Integer> removed) {
            int id = key.matches("[1-9][0-9]{0,8}") ? Integer.parseInt(key) : 0;
            switch (value) {
                case Absent _ -> removed.add(id);
                case Mapping fields when id > 0 -> regions.put(id, region(id, fields));
                case Mapping _, Scalar _, Sequence _ ->
                    reject(value.line(), key, "expected a number above 0 and the fields of a region");
            }
        }

        private DerpRegion region(int id, Mapping fields) {
            int said = number(fields, "regionid", id);
            if (said != id) {
                reject(fields.line(), "regionid", "expected " + id + " as the region's key says, found " + said);
            }
            List<DerpNode> nodes = new ArrayList<>();
            if (fields.fields().get("nodes") instanceof Sequence(var items, int _)) {
                items.forEach(item -> node(id, item).ifPresent(nodes::add));
            }
            if (nodes.isEmpty()) {
                reject(fields.line(), "nodes", "expected at least one relay in region " + id);
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

        private Optional<DerpNode> node(int region, Value item) {
            if (!(item instanceof Mapping fields) || text(fields, "hostname").isEmpty()) {
                reject(item.line(), "hostname", "is missing");
                return Optional.empty();
            }
            String name = text(fields, "name");
            return Optional.of(new DerpNode(
                    name.isEmpty() ? region + "-" + fields.line() : name,
                    region,
                    text(fields, "hostname"),
                    text(fields, "certname"),
                    text(fields, "ipv4"),
                    text(fields, "ipv6"),
                    number(fields, "stunport", 0),
                    flag(fields, "stunonly"),
                    derpPort(fields),
                    flag(fields, "insecurefortests"),
                    text(fields, "stuntestip"),
                    flag(fields, "canport80")));
        }

        /// The port had another name in the first releases.
        private int derpPort(Mapping fields) {
            return number(fields, "derpport", number(fields, "derptestport", 0));
        }

        private static String text(Mapping fields, String name) {
            return fields.fields().get(name) instanceof Scalar(String text, int _) ? text : "";
        }

        private boolean flag(Mapping fields, String name) {
            String text = text(fields, name).toLowerCase(Locale.ROOT);
            if (!text.isEmpty() && !text.equals("true") && !text.equals("false")) {
                reject(fields.line(), name, "expected true or false, found " + text);
            }
            return text.equals("true");
        }

        private int number(Mapping fields, String name, int byDefault) {
            String text = text(fields, name);
            if (text.isEmpty()) {
                return byDefault;
            }
            if (!text.matches("-?[0-9]{1,9}")) {
                reject(fields.line(), name, "expected a number, found " + text);
                return byDefault;
            }
            return Integer.parseInt(text);
        }

        private double decimal(Mapping fields, String name) {
            String text = text(fields, name);
            if (text.isEmpty()) {
                return 0;
            }
            if (!text.matches("-?[0-9]{1,3}(\\.[0-9]*)?")) {
                reject(fields.line(), name, "expected degrees, found " + text);
                return 0;
            }
            return Double.parseDouble(text);
        }

        private void reject(int line, String key, String what) {
            problems.add(new Problem(source + ":" + line, key, what, ""));
        }
    }
}
