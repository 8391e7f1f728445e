package net.headscale.policy.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.headscale.policy.hujson.Document;
import net.headscale.policy.hujson.HuJson;
import net.headscale.policy.hujson.MalformedHuJson;
import net.headscale.policy.hujson.Value;
import net.headscale.policy.language.PolicyDocument;
import net.headscale.policy.language.PolicyDocument.Approvers;
import net.headscale.policy.language.PolicyDocument.Definitions;
import net.headscale.policy.language.PolicyDocument.SshSection;
import net.headscale.policy.language.PolicyDocument.Switches;
import net.headscale.policy.language.PolicyDocument.Tests;
import net.headscale.policy.language.RelayOverlay;
import net.headscale.policy.language.Rule;
import net.headscale.policy.language.Selector;
import net.headscale.wire.json.MalformedMessage;
import net.headscale.wire.net.Prefix;
import net.headscale.wire.tailcfg.DerpMap;
import net.headscale.wire.tailcfg.DerpRegion;
import net.headscale.wire.tailcfg.FilterRule.PortRange;
import net.headscale.wire.tailcfg.codec.DerpMapCodec;

/// Reads a policy text: definitions first, then what uses them. The first fault ends it.
public final class PolicyReader {
    private static final Set<String> SECTIONS = Set.of(
            "groups",
            "hosts",
            "ipsets",
            "tagowners",
            "acls",
            "grants",
            "ssh",
            "autoapprovers",
            "nodeattrs",
            "postures",
            "defaultsrcposture",
            "tests",
            "sshtests",
            "randomizeclientport",
            "disableipv4",
            "onecgnatroute",
            "derpmap");
    private static final Set<String> RELAY_MAP = Set.of("omitdefaultregions", "regions", "homeparams");
    private static final Set<String> APPROVERS = Set.of("routes", "exitnode", "services");

    private final Script script;
    private final Fields policy;
    private final Definitions names;
    private final Selectors selectors;

    private PolicyReader(Document document, Set<String> domains) {
        script = new Script(document);
        policy = Fields.of(script, document.root(), "the policy", SECTIONS);
        names = new DefinitionsReader(script, domains).read(policy);
        selectors = new Selectors(names, domains);
    }

    /// The policy of a tailnet that was never given one.
    public static PolicyDocument allowAll() {
        return of(List.of(everything()));
    }

    /// The policy without any rule.
    public static PolicyDocument denyAll() {
        return of(List.of());
    }

    private static PolicyDocument of(List<Rule> rules) {
        return new PolicyDocument(
                Definitions.NONE,
                rules,
                new SshSection(false, List.of()),
                Approvers.NONE,
                List.of(),
                new Tests(List.of(), List.of()),
                Switches.NONE,
                List.of());
    }

    /// Reads `text`.
    ///
    /// @param domains those that belong to the tailnet, for `user:*@domain`; none: not known, any will do
    /// @throws PolicyRefused if it is no policy
    public static PolicyDocument read(String text, Set<String> domains) {
        try {
            return new PolicyReader(HuJson.parse(text), domains).read();
        } catch (MalformedHuJson malformed) {
            throw new PolicyRefused(malformed.position(), malformed.why(), "");
        }
    }

    private PolicyDocument read() {
        RuleReader common = new RuleReader(script, selectors, names, policy.elements("defaultsrcposture"));
        return new PolicyDocument(
                names,
                rules(common),
                new SshSection(policy.has("ssh"), new SshReader(common).read(policy.elements("ssh"))),
                approvers(),
                new AttributeReader(script, selectors).read(policy.elements("nodeattrs")),
                new TestReader(script, selectors).read(policy.elements("tests"), policy.elements("sshtests")),
                switches(),
                script.warnings());
    }

    private List<Rule> rules(RuleReader common) {
        if (!policy.has("acls") && !policy.has("grants")) {
            return List.of(everything());
        }
        List<Rule> acls = new AclReader(common).read(policy.elements("acls"));
        List<Rule> rules = new ArrayList<>(new GrantReader(common).read(policy.elements("grants")));
        rules.addAll(acls);
        return rules;
    }

    private static Rule everything() {
        return new Rule(
                new Rule.Origin("none", 0, 0),
                List.of(Selector.everyone()),
                List.of(),
                List.of(new Rule.Opening(
                        Protocols.ANY, List.of(new Rule.Target(Selector.everyone(), List.of(PortRange.ALL))), false)),
                List.of());
    }

    private Approvers approvers() {
        Value section = policy.find("autoapprovers").orElse(null);
        if (section == null) {
            return Approvers.NONE;
        }
        Fields fields = Fields.of(script, section, "autoApprovers", APPROVERS);
        fields.find("services")
                .ifPresent(value -> script.warn(value, "Tailscale Services are not supported: this has no effect"));
        Map<Prefix, List<Selector>> routes = new LinkedHashMap<>();
        for (Value.Member member : fields.members("routes")) {
            routes.put(route(member.name()), approvers(member.value(), "autoApprovers"));
        }
        return new Approvers(
                script.line(section),
                routes,
                fields.find("exitnode")
                        .map(value -> approvers(value, "exitNode"))
                        .orElse(List.of()));
    }

    private Prefix route(Value.Text name) {
        return Selectors.literal(name.text().strip())
                .map(Selector.Literal::prefix)
                .orElseThrow(() -> script.refuse(
                        name,
                        "autoApprovers: \"" + name.text() + "\": invalid prefix",
                        "a prefix is such as 10.0.0.0/8"));
    }

    private List<Selector> approvers(Value value, String what) {
        List<Selector> approvers = new ArrayList<>();
        for (Value word : script.elements(value, what)) {
            try {
                approvers.add(selectors.parse(script.text(word, what), Place.APPROVER));
            } catch (InvalidSelector invalid) {
                throw script.refuse(word, "autoApprovers: ", invalid);
            }
        }
        return approvers;
    }

    private Switches switches() {
        return new Switches(
                policy.truth("randomizeclientport"),
                policy.truth("disableipv4"),
                policy.find("onecgnatroute").flatMap(this::oneCgnatRoute),
                policy.find("derpmap").map(this::relays));
    }

    private RelayOverlay relays(Value value) {
        Value.Struct struct = script.struct(value, "derpMap");
        Set<Integer> removed = new HashSet<>();
        Fields fields = Fields.of(script, struct, "derpMap", RELAY_MAP);
        fields.members("regions").stream()
                .filter(member -> member.value() instanceof Value.Null)
                .forEach(member -> removed.add(regionId(member.name())));
        try {
            DerpMap map = DerpMapCodec.decode(script.json(struct).text().getBytes(StandardCharsets.UTF_8));
            Map<Integer, DerpRegion> regions = map.regions() == null ? Map.of() : map.regions();
            return new RelayOverlay(fields.truth("omitdefaultregions"), regions, removed);
        } catch (MalformedMessage malformed) {
            throw script.refuse(value, "derpMap: " + malformed.getMessage(), "in the shape of tailcfg.DERPMap");
        }
    }

    private int regionId(Value.Text name) {
        if (!name.text().matches("[1-9][0-9]{0,8}")) {
            throw script.refuse(name, "derpMap: \"" + name.text() + "\": invalid region id", "a number above 0");
        }
        return Integer.parseInt(name.text());
    }

    private Optional<Boolean> oneCgnatRoute(Value value) {
        return switch (script.text(value, "OneCGNATRoute")) {
            case "" -> Optional.empty();
            case "mac-always" -> Optional.of(true);
            case "mac-never" -> Optional.of(false);
            default ->
                throw script.refuse(
                        value,
                        "invalid OneCGNATRoute " + script.json(value).text(),
                        "\"\", \"mac-always\" or \"mac-never\"");
        };
    }
}
