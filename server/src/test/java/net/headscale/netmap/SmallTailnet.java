package net.headscale.netmap;

import java.time.Instant;
import java.util.List;
import net.headscale.dns.DnsSettings;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Host;
import net.headscale.tailnet.Lifetime;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.Ownership;
import net.headscale.tailnet.Presence;
import net.headscale.tailnet.Reach;
import net.headscale.tailnet.SampleNode;
import net.headscale.tailnet.Tag;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.TailnetId;
import net.headscale.tailnet.User;
import net.headscale.tailnet.UserId;
import net.headscale.wire.key.DiscoKey;
import net.headscale.wire.net.Endpoint;
import net.headscale.wire.tailcfg.DerpMap;
import net.headscale.wire.tailcfg.DerpNode;
import net.headscale.wire.tailcfg.DerpRegion;
import net.headscale.wire.tailcfg.Hostinfo;

/// Two users with a laptop each, and two databases that belong to a tag: always the same.
final class SmallTailnet {
    /// A database.
    static final Viewer TAGGED = new Viewer(new NodeId(3), 142);

    private static final Instant FOUNDED = Instant.parse("2026-11-01T08:00:00Z");

    private SmallTailnet() {}

    /// With one relay region and plain DNS.
    static View view() {
        Tailnet tailnet = Tailnet.empty(new TailnetId(1), "default")
                .after(new Change.UserSet(User.local(new UserId(1), "ana", FOUNDED)))
                .after(new Change.UserSet(User.local(new UserId(2), "ben", FOUNDED)));
        for (Node node : List.of(laptop(1), laptop(2), database(3), database(4))) {
            tailnet = tailnet.after(new Change.NodeJoined(node));
        }
        var region = DerpRegion.of(900, "home", "At home", List.of(DerpNode.of("900a", 900, "derp.example")));
        return View.first(
                tailnet,
                new Surroundings(DerpMap.of(List.of(region)), DnsSettings.DEFAULT, Surroundings.Features.DEFAULT));
    }

    /// A laptop of user 1 if `id` is odd, else of user 2.
    static Node laptop(long id) {
        return node(id, "laptop-" + id, Ownership.of(new UserId(id % 2 == 0 ? 2 : 1)));
    }

    private static Node database(long id) {
        return node(id, "db-" + id, Ownership.tagged(new UserId(1), List.of(new Tag("tag:db"))));
    }

    static DiscoKey disco(long id) {
        return new DiscoKey(id, 3, 0, 0);
    }

    private static Node node(long id, String name, Ownership owner) {
        return SampleNode.numbered(id)
                .withName(SampleNode.named(name))
                .withOwner(owner)
                .withHost(new Host(
                        142, Hostinfo.builder().os("linux").hostname(name).build()))
                .withReach(new Reach(List.of(Endpoint.parse("192.0.2." + id + ":41641")), 900))
                .withPresence(new Presence.Online())
                .withLifetime(new Lifetime(
                        FOUNDED, FOUNDED.plusSeconds(180L * 86_400), false, new Lifetime.JoinedBy.CommandLine()));
    }
}
