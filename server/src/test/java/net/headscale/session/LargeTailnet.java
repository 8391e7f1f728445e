package net.headscale.session;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import net.headscale.address.AddressBlock;
import net.headscale.coordinator.Coordinator;
import net.headscale.dns.DnsSettings;
import net.headscale.journal.memory.MemoryJournal;
import net.headscale.netmap.Surroundings;
import net.headscale.netmap.View;
import net.headscale.netmap.Viewer;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Host;
import net.headscale.tailnet.Lifetime;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.Ownership;
import net.headscale.tailnet.Presence;
import net.headscale.tailnet.Reach;
import net.headscale.tailnet.SampleNode;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.TailnetId;
import net.headscale.tailnet.User;
import net.headscale.tailnet.UserId;
import net.headscale.wire.net.Endpoint;
import net.headscale.wire.tailcfg.DerpMap;
import net.headscale.wire.tailcfg.Hostinfo;

/// Many plain nodes of a few users, all of whom see each other.
final class LargeTailnet {
    static final Surroundings PLAIN =
            new Surroundings(DerpMap.of(List.of()), DnsSettings.DEFAULT, Surroundings.Features.DEFAULT);

    private static final Instant FOUNDED = Instant.parse("2026-11-01T08:00:00Z");
    private static final int USERS = 4;

    private LargeTailnet() {}

    /// The tailnets of a server that has none of them yet, kept in memory.
    static Coordinator coordinator(Clock clock) {
        return Coordinator.open(
                new MemoryJournal(),
                clock,
                List.of(AddressBlock.of(AddressBlock.CGNAT), AddressBlock.of(AddressBlock.ULA)),
                PLAIN);
    }

    /// Nodes 1 to `size`, all offline.
    static View view(int size) {
        Tailnet tailnet = Tailnet.empty(new TailnetId(1), "default");
        for (long user = 1; user <= USERS; user++) {
            tailnet = tailnet.after(new Change.UserSet(User.local(new UserId(user), "user-" + user, FOUNDED)));
        }
        for (long id = 1; id <= size; id++) {
            tailnet = tailnet.after(new Change.NodeJoined(node(id, new UserId(1 + id % USERS))));
        }
        return View.first(tailnet, PLAIN);
    }

    /// The view after each of some nodes is online.
    static View online(View view, List<NodeId> nodes) {
        List<Change> changes = new ArrayList<>();
        nodes.forEach(node -> changes.add(new Change.PresenceChanged(node, new Presence.Online())));
        return view.after(view.tailnet().after(changes), nodes);
    }

    /// The first ids.
    static List<NodeId> ids(int count) {
        return LongStream.rangeClosed(1, count).mapToObj(NodeId::new).toList();
    }

    static Viewer viewer(NodeId node) {
        return new Viewer(node, 142);
    }

    static Node node(long id, UserId owner) {
        String name = "node-" + id;
        return SampleNode.numbered(id)
                .withOwner(Ownership.of(owner))
                .withHost(new Host(
                        142, Hostinfo.builder().os("linux").hostname(name).build()))
                .withReach(new Reach(List.of(Endpoint.parse("192.0.2.1:41641")), 900))
                .withPresence(new Presence.Offline(FOUNDED))
                .withLifetime(new Lifetime(
                        FOUNDED, FOUNDED.plusSeconds(180L * 86_400), false, new Lifetime.JoinedBy.CommandLine()));
    }
}
