package net.headscale.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Host;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.Ownership;
import net.headscale.tailnet.Presence;
import net.headscale.tailnet.SampleNode;
import net.headscale.tailnet.Tag;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.TailnetId;
import net.headscale.tailnet.User;
import net.headscale.tailnet.UserId;
import net.headscale.wire.net.Prefix;
import net.headscale.wire.tailcfg.Hostinfo;

/// A tailnet of ana (owner) and bob (member), with nodes named by their number: node 3 has 100.64.0.3 and
/// fd7a:115c:a1e0::3.
final class Fixture {
    static final UserId ANA = new UserId(1);
    static final UserId BOB = new UserId(2);

    private Tailnet tailnet = Tailnet.empty(new TailnetId(1), "test")
            .after(new Change.UserSet(user(ANA, "ana", User.Role.OWNER)))
            .after(new Change.UserSet(user(BOB, "bob", User.Role.MEMBER)));

    private static User user(UserId id, String name, User.Role role) {
        User.Profile profile = new User.Profile("", name + "@example.com", "");
        return new User(id, name, profile, User.Identity.LOCAL, Instant.EPOCH, role);
    }

    static NodeId id(long number) {
        return new NodeId(number);
    }

    Fixture owned(long number, UserId user) {
        return with(node(number, Ownership.of(user), Hostinfo.EMPTY));
    }

    Fixture owned(long number, UserId user, Hostinfo host) {
        return with(node(number, Ownership.of(user), host));
    }

    Fixture tagged(long number, String tag, String... routes) {
        List<Prefix> prefixes = Stream.of(routes).map(Prefix::parse).toList();
        Hostinfo host = Hostinfo.builder().routableIps(prefixes).build();
        Node node = node(number, Ownership.tagged(ANA, List.of(new Tag(tag))), host);
        return with(node.withApprovedRoutes(new TreeSet<>(prefixes)));
    }

    private Fixture with(Node node) {
        tailnet = tailnet.after(new Change.NodeJoined(node));
        return this;
    }

    Tailnet tailnet() {
        return tailnet;
    }

    CompiledPolicy under(String policy) {
        return accepted(policy).compile(tailnet);
    }

    static Policy accepted(String policy) {
        return switch (Policy.parse(policy)) {
            case Reading.Accepted(Policy accepted) -> accepted;
            case Reading.Refused(var why) -> throw new AssertionError(why.toString());
        };
    }

    static Rejection refused(String policy) {
        Reading reading = Policy.parse(policy);
        assertThat(reading).isInstanceOf(Reading.Refused.class);
        return ((Reading.Refused) reading).why();
    }

    private static Node node(long number, Ownership owner, Hostinfo host) {
        return SampleNode.numbered(number)
                .withOwner(owner)
                .withHost(new Host(142, host))
                .withPresence(new Presence.Online());
    }
}
