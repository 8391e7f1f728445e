package net.headscale.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.headscale.policy.language.NodeAttribute;
import net.headscale.policy.language.PolicyDocument.Switches;
import net.headscale.policy.membership.Blueprint;
import net.headscale.policy.membership.NodeClass;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.User;
import net.headscale.wire.json.RawJson;
import net.headscale.wire.tailcfg.CapMap;

/// Writes what the policy adds to the capabilities of one node.
final class AttributeWriter {
    static final String DISABLE_IPV4 = "disable-ipv4";
    private static final String FUNNEL = "funnel";
    private static final String FUNNEL_PORTS = "https://tailscale.com/cap/funnel-ports?ports=443,8443,10000";
    private static final String FUNNEL_WITHOUT_HTTPS = "https://tailscale.com/cap/warn-funnel-no-https";
    private static final String IS_ADMIN = "https://tailscale.com/cap/is-admin";
    private static final String IS_OWNER = "https://tailscale.com/cap/is-owner";

    private final Blueprint blueprint;

    AttributeWriter(Blueprint blueprint) {
        this.blueprint = blueprint;
    }

    CapMap write(Node node, NodeClass theirs, Optional<User> user) {
        Map<String, List<RawJson>> capabilities = new TreeMap<>();
        for (NodeAttribute attribute : blueprint.document().attributes()) {
            if (isMeant(attribute, theirs)) {
                attribute.attributes().forEach(name -> capabilities.putIfAbsent(name, List.of()));
                attribute.apps().forEach((name, values) -> capabilities.merge(name, values, AttributeWriter::both));
            }
        }
        addSwitches(node, capabilities);
        if (capabilities.containsKey(FUNNEL)) {
            capabilities.put(FUNNEL_PORTS, List.of());
            capabilities.put(FUNNEL_WITHOUT_HTTPS, List.of());
        }
        user.ifPresent(owner -> addRole(node, owner, capabilities));
        return new CapMap(capabilities);
    }

    boolean isMeant(NodeAttribute attribute, NodeClass theirs) {
        return attribute.targets().stream().anyMatch(target -> theirs.has(blueprint.numberOf(target)));
    }

    private static List<RawJson> both(List<RawJson> left, List<RawJson> right) {
        List<RawJson> both = new ArrayList<>(left);
        both.addAll(right);
        return both;
    }

    private void addSwitches(Node node, Map<String, List<RawJson>> capabilities) {
        Switches switches = blueprint.document().switches();
        if (switches.randomizeClientPort()) {
            capabilities.put("randomize-client-port", List.of());
        }
        if (switches.disableIpv4()) {
            capabilities.put(DISABLE_IPV4, List.of());
        }
        boolean isMac = node.host().hostinfo().os().toLowerCase(Locale.ROOT).equals("macos");
        switches.oneCgnatRoute()
                .filter(_ -> isMac)
                .ifPresent(always -> capabilities.put("one-cgnat?v=" + always, List.of()));
    }

    private static void addRole(Node node, User owner, Map<String, List<RawJson>> capabilities) {
        boolean isOwner = owner.role() == User.Role.OWNER;
        if (isOwner) {
            capabilities.put(IS_OWNER, List.of());
        }
        if (!node.owner().isTagged() && (isOwner || owner.role() == User.Role.ADMIN)) {
            capabilities.put(IS_ADMIN, List.of());
        }
    }
}
