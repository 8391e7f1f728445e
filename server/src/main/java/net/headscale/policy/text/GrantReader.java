package net.headscale.policy.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import net.headscale.policy.hujson.Value;
import net.headscale.policy.language.Autogroup;
import net.headscale.policy.language.Rule;
import net.headscale.policy.language.Selector;
import net.headscale.tailnet.Tag;
import net.headscale.wire.json.RawJson;
import net.headscale.wire.tailcfg.FilterRule.PortRange;

/// Reads `grants`.
final class GrantReader {
    private static final Set<String> FIELDS = Set.of("src", "dst", "ip", "app", "via", "srcposture");
    private static final Set<String> TAILSCALE_CAPABILITIES = Set.of(
            "tailscale.com/cap/drive",
            "tailscale.com/cap/golink",
            "tailscale.com/cap/kubernetes",
            "tailscale.com/cap/relay",
            "tailscale.com/cap/secrets",
            "tailscale.com/cap/tsidp",
            "tailscale.com/cap/webui");

    private final RuleReader common;
    private final Script script;

    GrantReader(RuleReader common) {
        this.common = common;
        this.script = common.script();
    }

    List<Rule> read(List<Value> entries) {
        return RuleReader.each(entries, this::rule);
    }

    private Rule rule(int index, Value entry) {
        Fields fields = Fields.of(script, entry, "grants[" + index + "]", FIELDS);
        List<Selector> sources = common.sources(fields.elements("src"));
        List<Selector> destinations = destinations(fields, sources);
        Map<Integer, List<PortRange>> ports = ports(fields.elements("ip"));
        SortedMap<String, List<RawJson>> apps = apps(fields, destinations);
        if (ports.isEmpty() && apps.isEmpty()) {
            throw script.refuse(entry, "ip and app can not both be empty", "\"ip\": [\"*\"] opens every port");
        }
        List<Rule.Part> parts = new ArrayList<>();
        addParts(parts, destinations.stream().filter(d -> !isSelf(d)).toList(), ports, apps, false);
        addParts(parts, destinations.stream().filter(GrantReader::isSelf).toList(), ports, apps, true);
        return new Rule(common.origin("grants", index, entry), sources, common.postures(fields), parts, via(fields));
    }

    private static boolean isSelf(Selector destination) {
        return destination.isAuto(Autogroup.SELF);
    }

    private static void addParts(
            List<Rule.Part> parts,
            List<Selector> destinations,
            Map<Integer, List<PortRange>> ports,
            SortedMap<String, List<RawJson>> apps,
            boolean isSelf) {
        if (destinations.isEmpty()) {
            return;
        }
        ports.forEach((protocol, ranges) -> parts.add(new Rule.Opening(
                protocol,
                destinations.stream().map(d -> new Rule.Target(d, ranges)).toList(),
                isSelf)));
        if (!apps.isEmpty()) {
            parts.add(new Rule.Granting(destinations, apps, isSelf));
        }
    }

    private List<Selector> destinations(Fields fields, List<Selector> sources) {
        List<Selector> destinations = new ArrayList<>();
        for (Value word : fields.elements("dst")) {
            Selector destination;
            String text = script.text(word, "dst");
            try {
                destination = common.selectors().parse(text, Place.RULE_DESTINATION);
            } catch (InvalidSelector invalid) {
                throw script.refuse(word, invalid.isMisplaced() ? "" : "dst=\"" + text + "\": ", invalid);
            }
            if (destination instanceof Selector.Literal literal
                    && literal.prefix().isDefaultRoute()) {
                throw script.refuse(
                        word,
                        "dst \"" + destination.text()
                                + "\": to allow all IP addresses, use \"*\" or \"autogroup:internet\"");
            }
            if (isSelf(destination)) {
                common.requireUsers(word, sources, false);
            }
            destinations.add(destination);
        }
        return destinations;
    }

    /// Ports by protocol, each in the order of appearance.
    private Map<Integer, List<PortRange>> ports(List<Value> entries) {
        Map<Integer, List<PortRange>> ports = new LinkedHashMap<>();
        for (Value entry : entries) {
            String text = script.text(entry, "ip").strip();
            int colon = text.indexOf(':');
            try {
                int protocol = colon < 0 ? Protocols.ANY : Protocols.parse(text.substring(0, colon));
                List<PortRange> ranges = Ports.parse(text.substring(colon + 1));
                if (!Protocols.mayName(protocol, ranges)) {
                    throw new InvalidSelector(
                            "protocol does not support specific ports: \"" + text.substring(0, colon)
                                    + "\", only \"*\" is allowed",
                            "");
                }
                ports.computeIfAbsent(protocol, _ -> new ArrayList<>()).addAll(ranges);
            } catch (InvalidSelector invalid) {
                throw script.refuse(entry, "", invalid);
            }
        }
        return ports;
    }

    private SortedMap<String, List<RawJson>> apps(Fields fields, List<Selector> destinations) {
        Value app = fields.find("app").orElse(null);
        if (app == null) {
            return new TreeMap<>();
        }
        for (Value.Member member : script.struct(app, "app").members()) {
            requireCapability(member);
        }
        SortedMap<String, List<RawJson>> apps = script.capabilities(app, "app");
        if (!apps.isEmpty() && destinations.stream().anyMatch(d -> d.isAuto(Autogroup.INTERNET))) {
            throw script.refuse(app, "cannot use app grants with autogroup:internet");
        }
        return apps;
    }

    private void requireCapability(Value.Member member) {
        String name = member.name().text();
        int slash = name.indexOf('/');
        if (name.contains("://") || slash <= 0 || slash == name.length() - 1) {
            throw script.refuse(
                    member.name(),
                    "capability name must have the form {domain}/{path}",
                    "such as example.com/cap/billing");
        }
        if (name.startsWith("tailscale.com/") && !TAILSCALE_CAPABILITIES.contains(name)) {
            throw script.refuse(
                    member.name(),
                    "capability name must not be in the tailscale.com domain",
                    "but for "
                            + String.join(
                                    ", ",
                                    TAILSCALE_CAPABILITIES.stream().sorted().toList()));
        }
    }

    private List<Tag> via(Fields fields) {
        List<Tag> tags = new ArrayList<>();
        for (Value word : fields.elements("via")) {
            String text = script.text(word, "via").strip();
            if (!text.startsWith("tag:")) {
                throw script.refuse(word, "via can only be a tag");
            }
            try {
                if (common.selectors().parse(text, Place.RULE_DESTINATION) instanceof Selector.Tagged(Tag tag)) {
                    tags.add(tag);
                }
            } catch (InvalidSelector invalid) {
                throw script.refuse(word, "tag \"" + text + "\" not found", invalid.advice());
            }
        }
        return tags;
    }
}
