package net.headscale.policy.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import net.headscale.policy.hujson.Value;
import net.headscale.policy.language.NodeAttribute;
import net.headscale.policy.language.Selector;
import net.headscale.wire.json.RawJson;
import net.headscale.wire.net.Prefix;

/// Reads `nodeAttrs`.
final class AttributeReader {
    private static final Set<String> FIELDS = Set.of("target", "attr", "app", "ippool");
    private static final Prefix POOL = Prefix.parse("100.64.0.0/10");
    private static final List<Prefix> RESERVED =
            List.of(Prefix.parse("100.100.0.0/24"), Prefix.parse("100.100.100.0/24"), Prefix.parse("100.115.92.0/23"));

    private final Script script;
    private final Selectors selectors;

    AttributeReader(Script script, Selectors selectors) {
        this.script = script;
        this.selectors = selectors;
    }

    List<NodeAttribute> read(List<Value> entries) {
        return entries.stream().map(this::attribute).toList();
    }

    private NodeAttribute attribute(Value entry) {
        Fields fields = Fields.of(script, entry, "nodeAttrs", FIELDS);
        List<Selector> targets = new ArrayList<>();
        for (Value word : fields.elements("target")) {
            try {
                targets.add(selectors.parse(script.text(word, "target"), Place.ATTRIBUTE_TARGET));
            } catch (InvalidSelector invalid) {
                throw script.refuse(word, "", invalid);
            }
        }
        SortedMap<String, List<RawJson>> apps = fields.find("app")
                .map(value -> script.capabilities(value, "app"))
                .orElseGet(TreeMap::new);
        return new NodeAttribute(targets, fields.texts("attr"), apps, pools(fields));
    }

    private List<Prefix> pools(Fields fields) {
        List<Prefix> pools = new ArrayList<>();
        for (Value word : fields.elements("ippool")) {
            String text = script.text(word, "ipPool").strip();
            Prefix pool = Selectors.literal(text)
                    .filter(Selector.Literal::isPrefix)
                    .map(Selector.Literal::prefix)
                    .orElseThrow(() ->
                            script.refuse(word, "IPPool(" + text + "): invalid network", "such as 100.81.0.0/16"));
            if (!POOL.contains(pool)) {
                throw script.refuse(word, "IPPool(" + text + "): network not within " + POOL);
            }
            if (RESERVED.stream().anyMatch(pool::overlaps)) {
                throw script.refuse(word, "IPPool(" + text + "): network within reserved range");
            }
            pools.add(pool);
        }
        return pools;
    }
}
