package net.headscale.policy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import net.headscale.policy.language.PolicyDocument;
import net.headscale.policy.membership.Blueprint;
import net.headscale.policy.text.PolicyReader;
import net.headscale.policy.text.PolicyRefused;
import net.headscale.route.ServerAddresses;
import net.headscale.route.Shadows;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.Tailnet;
import net.headscale.wire.net.Prefix;
import net.headscale.wire.tailcfg.DerpMap;

/// What a policy text says, whatever the tailnet: checked, and ready to be compiled for one. Immutable
/// and thread-safe.
public final class Policy {
    private static final Policy ALLOW_ALL = new Policy(PolicyReader.allowAll());
    private static final Policy DENY_ALL = new Policy(PolicyReader.denyAll());

    private final Blueprint blueprint;
    private final EntryIndex index;

    private Policy(PolicyDocument document) {
        this.blueprint = Blueprint.of(document);
        this.index = new EntryIndex(blueprint);
    }

    /// The policy of a tailnet that was never given one: everybody reaches everybody.
    public static Policy allowAll() {
        return ALLOW_ALL;
    }

    /// The policy that lets nobody reach anybody.
    public static Policy denyAll() {
        return DENY_ALL;
    }

    /// Reads HuJSON that is to be put in force in `tailnet`: its tests must pass there.
    public static Reading propose(String text, Tailnet tailnet) {
        Reading reading = parse(text);
        if (reading instanceof Reading.Accepted(Policy policy)) {
            List<TestFailure> failures =
                    policy.hasTests() ? policy.compile(tailnet).test() : List.of();
            return failures.isEmpty() ? reading : new Reading.Refused(TestFailure.rejection(failures));
        }
        return reading;
    }

    /// Reads HuJSON; blank text is [#allowAll].
    public static Reading parse(String text) {
        return parse(text, Set.of());
    }

    /// Reads HuJSON; blank text is [#allowAll].
    ///
    /// @param domains the mail domains of the tailnet, for `user:*@domain`; none: not known, any will do
    public static Reading parse(String text, Set<String> domains) {
        if (text.isBlank()) {
            return new Reading.Accepted(ALLOW_ALL);
        }
        try {
            return new Reading.Accepted(new Policy(PolicyReader.read(text, domains)));
        } catch (PolicyRefused refused) {
            return new Reading.Refused(new Rejection(
                    refused.position().line(), refused.position().column(), refused.why(), refused.advice()));
        }
    }

    private boolean hasTests() {
        return !document().tests().rules().isEmpty()
                || !document().tests().ssh().isEmpty();
    }

    /// The nodes that this policy by itself lets serve more of what they advertise, with all that each
    /// may serve then.
    ///
    /// @param server the server's addresses, see [CompiledPolicy#approvedFor]
    public SortedMap<NodeId, SortedSet<Prefix>> approvals(Tailnet tailnet, ServerAddresses server) {
        Approvals approvals = new Approvals(document());
        SortedMap<NodeId, SortedSet<Prefix>> more = new TreeMap<>();
        for (Node node : tailnet.nodes().values()) {
            SortedSet<Prefix> approved = approvals.approvedFor(
                    node, tailnet.users().find(node.owner().user()), server);
            if (!approved.equals(node.approvedRoutes())) {
                more.put(node.id(), approved);
            }
        }
        return more;
    }

    /// What its author should know of the routes that it would approve in `tailnet` now: those that shadow another
    /// router's.
    ///
    /// @param server the server's addresses, see [CompiledPolicy#approvedFor]
    public List<Warning> shadows(Tailnet tailnet, ServerAddresses server) {
        int line = document().approvers().line();
        Set<Warning> found = new LinkedHashSet<>();
        approvals(tailnet, server)
                .forEach((id, routes) -> tailnet.nodes()
                        .find(id)
                        .ifPresent(
                                node -> Shadows.of(node, routes, tailnet.nodes().values())
                                        .forEach(message -> found.add(new Warning(line, 1, message)))));
        return List.copyOf(found);
    }

    /// What its author should know; empty for most.
    public List<Warning> warnings() {
        return document().warnings().stream()
                .map(notice -> new Warning(notice.line(), notice.column(), notice.message()))
                .toList();
    }

    /// The relays of a tailnet with this policy: the server's, less and more what `derpMap` says.
    public DerpMap relaysOver(DerpMap servers) {
        return document()
                .switches()
                .derpMap()
                .map(overlay -> overlay.over(servers))
                .orElse(servers);
    }

    /// Whether nodes are to have no IPv4 addresses.
    public boolean disablesIpv4() {
        return document().switches().disableIpv4();
    }

    /// What this policy says of `tailnet`.
    public CompiledPolicy compile(Tailnet tailnet) {
        return CompiledPolicy.of(this, tailnet);
    }

    PolicyDocument document() {
        return blueprint.document();
    }

    Blueprint blueprint() {
        return blueprint;
    }

    EntryIndex index() {
        return index;
    }
}
