package net.headscale.policy.text;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.headscale.policy.hujson.Value;
import net.headscale.policy.language.Autogroup;
import net.headscale.policy.language.Rule;
import net.headscale.policy.language.Rule.Target;
import net.headscale.policy.language.Selector;
import net.headscale.wire.tailcfg.FilterRule.PortRange;

/// Reads `acls`.
final class AclReader {
    private static final Set<String> FIELDS = Set.of("action", "proto", "src", "dst", "users", "ports", "srcposture");

    private final RuleReader common;
    private final Script script;

    AclReader(RuleReader common) {
        this.common = common;
        this.script = common.script();
    }

    List<Rule> read(List<Value> entries) {
        return RuleReader.each(entries, this::rule);
    }

    private Rule rule(int index, Value entry) {
        Fields fields = Fields.of(script, entry, "acls[" + index + "]", FIELDS);
        String action = fields.text("action");
        if (!action.equals("accept")) {
            throw script.refuse(
                    fields.find("action").orElse(entry),
                    "action=\"" + action + "\" is not supported",
                    "the only action is \"accept\": what no rule accepts is denied");
        }
        List<Selector> sources = common.sources(either(fields, "src", "users"));
        int protocol = protocol(fields);
        List<Target> targets = new ArrayList<>();
        for (Value word : either(fields, "dst", "ports")) {
            targets.add(target(word, fields));
            if (targets.getLast().destination().isAuto(Autogroup.SELF)) {
                common.requireUsers(word, sources, true);
            }
        }
        return new Rule(
                common.origin("acls", index, entry),
                sources,
                common.postures(fields),
                parts(protocol, targets),
                List.of());
    }

    private List<Value> either(Fields fields, String name, String formerName) {
        return fields.find(name, formerName)
                .map(value -> script.elements(value, name))
                .orElse(List.of());
    }

    private int protocol(Fields fields) {
        return fields.find("proto")
                .map(value -> {
                    try {
                        return Protocols.parse(script.textOrNumber(value, "proto"));
                    } catch (InvalidSelector invalid) {
                        throw script.refuse(value, "", invalid);
                    }
                })
                .orElse(Protocols.ANY);
    }

    private Target target(Value word, Fields rule) {
        String text = script.text(word, "dst");
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw script.refuse(
                    word,
                    "dst=\"" + text + "\": hostport must contain a colon",
                    "a destination is such as tag:db:5432, with * for every port");
        }
        List<PortRange> ports = ports(word, text, text.substring(colon + 1).strip(), rule);
        String name = unbracketed(word, text.substring(0, colon).strip());
        try {
            return new Target(common.selectors().parse(name, Place.RULE_DESTINATION), ports);
        } catch (InvalidSelector invalid) {
            throw script.refuse(word, invalid.isMisplaced() ? "" : "dst=\"" + name + "\": ", invalid);
        }
    }

    private List<PortRange> ports(Value word, String entry, String text, Fields rule) {
        List<PortRange> ports;
        try {
            ports = Ports.parse(text);
        } catch (InvalidSelector invalid) {
            throw script.refuse(word, "dst=\"" + entry + "\": ", invalid);
        }
        if (!Protocols.mayName(protocol(rule), ports)) {
            String written = script.textOrNumber(rule.find("proto").orElseThrow(), "proto");
            throw script.refuse(
                    word, "protocol does not support specific ports: \"" + written + "\", only \"*\" is allowed");
        }
        return ports;
    }

    /// `name` without the brackets that an IPv6 address may wear: `[::1]`, `[fd7a::]/48`.
    private String unbracketed(Value word, String name) {
        int close = name.indexOf(']');
        if (!name.startsWith("[")) {
            return name;
        }
        String address = close < 0 ? "" : name.substring(1, close) + name.substring(close + 1);
        boolean isIpv6 = Selectors.literal(address)
                .filter(literal -> address.contains(":"))
                .isPresent();
        if (!isIpv6) {
            throw script.refuse(
                    word, "dst=\"" + name + "\": brackets are only for IPv6 addresses", "such as [fd7a::1]:22");
        }
        return address;
    }

    /// One part for each destination: those of the sources' own nodes after the others, unless all are autogroups.
    private static List<Rule.Part> parts(int protocol, List<Target> targets) {
        List<Target> ordered = new ArrayList<>(targets);
        if (!RuleReader.areAll(targets, EnumSet.allOf(Autogroup.class))) {
            ordered.sort((left, right) -> Boolean.compare(isSelf(left), isSelf(right)));
        }
        return ordered.stream()
                .<Rule.Part>map(target -> new Rule.Opening(protocol, List.of(target), isSelf(target)))
                .toList();
    }

    private static boolean isSelf(Target target) {
        return target.destination().isAuto(Autogroup.SELF);
    }
}
