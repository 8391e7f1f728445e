package net.headscale.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.headscale.address.AddressBlock;
import net.headscale.dns.DnsSettings;
import net.headscale.journal.memory.MemoryJournal;
import net.headscale.netmap.Netmap;
import net.headscale.netmap.Surroundings;
import net.headscale.netmap.Viewer;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Host;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.NodeName;
import net.headscale.tailnet.Ownership;
import net.headscale.tailnet.PolicyText;
import net.headscale.tailnet.Presence;
import net.headscale.tailnet.SampleNode;
import net.headscale.tailnet.Tag;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.TailnetId;
import net.headscale.wire.net.Prefix;
import net.headscale.wire.tailcfg.DerpMap;
import net.headscale.wire.tailcfg.Hostinfo;
import net.headscale.wire.tailcfg.MapResponse;
import org.junit.jupiter.api.Test;

/// Two tailnets, `home` with the nodes `wiki` and `diary`, `away` with `laptop` and `desktop`.
class SharingTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final MemoryJournal journal = new MemoryJournal();
    private final Coordinator coordinator = open();
    private final NodeId wiki = founded("home", "wiki");
    private final NodeId diary = join("home", "diary");
    private final NodeId laptop = founded("away", "laptop");
    private final NodeId desktop = join("away", "desktop");

    private Coordinator open() {
        var blocks = List.of(AddressBlock.of(AddressBlock.CGNAT), AddressBlock.of(AddressBlock.ULA));
        var plain = new Surroundings(DerpMap.of(List.of()), DnsSettings.DEFAULT, Surroundings.Features.DEFAULT);
        return Coordinator.open(journal, Clock.fixed(NOON, ZoneOffset.UTC), blocks, plain);
    }

    @Test
    void a_shared_node_is_seen_from_the_other_tailnet_under_its_home_name_and_jailed() {
        share(wiki, "away");
        await("away", tailnet -> tailnet.guests().contains(wiki));

        var peer = peer("away", laptop, wiki);
        assertThat(peer.name()).isEqualTo("wiki.home.tailnet.internal.");
        assertThat(peer.isJailed()).isTrue();
        assertThat(map("away", laptop).userProfiles())
                .anySatisfy(profile -> assertThat(profile.id()).isEqualTo(peer.user()));
        assertThat(map("away", laptop).dnsConfig().routes())
                .containsKeys("away.tailnet.internal", "home.tailnet.internal");
    }

    @Test
    void the_shared_node_alone_sees_who_may_connect_to_it() {
        share(wiki, "away");
        await("home", tailnet -> tailnet.guests().size() == 2);

        assertThat(peersOf("home", wiki)).containsExactlyInAnyOrder(diary, laptop, desktop);
        assertThat(peersOf("home", diary)).containsExactly(wiki);
        assertThat(peersOf("away", laptop)).doesNotContain(diary);
        assertThat(peer("home", wiki, laptop).isJailed()).isFalse();
        assertThat(peer("home", wiki, laptop).hostinfo().shareeNode()).isTrue();
    }

    @Test
    void nothing_that_its_home_keeps_to_itself_comes_with_a_shared_node() {
        Prefix lan = Prefix.parse("10.1.0.0/16");
        submit("home", new Change.OwnerSet(wiki, Ownership.tagged(owner("home"), List.of(new Tag("tag:secret")))));
        submit(
                "home",
                new Change.HostChanged(
                        wiki,
                        new Host(
                                142,
                                Hostinfo.builder().routableIps(List.of(lan)).build())));
        submit("home", new Change.RoutesApproved(wiki, new TreeSet<>(Set.of(lan))));
        share(wiki, "away");
        await("away", tailnet -> tailnet.guests().contains(wiki));

        var peer = peer("away", laptop, wiki);
        assertThat(peer.tags()).isEmpty();
        assertThat(peer.allowedIps()).isEqualTo(peer.addresses());
        assertThat(peer.primaryRoutes()).isEmpty();
    }

    @Test
    void a_share_that_ends_leaves_nothing_on_either_side() {
        share(wiki, "away");
        await("away", tailnet -> tailnet.guests().contains(wiki));

        submit("home", new Change.SharesSet(wiki, new TreeSet<>()));

        assertThat(peersOf("home", wiki)).containsExactly(diary); // at once
        await("away", tailnet -> tailnet.guests().isEmpty());
        await("home", tailnet -> tailnet.guests().isEmpty());
    }

    @Test
    void what_becomes_of_a_shared_node_is_seen_from_the_other_tailnet() {
        share(wiki, "away");
        submit("home", new Change.NodeRenamed(wiki, new NodeName("wiki", "pages", true)));
        await("away", tailnet -> isNamed(tailnet, wiki, "pages"));

        coordinator.rename("home", "house");
        await(
                "away",
                tailnet -> tailnet.guests().values().stream()
                        .allMatch(guest -> guest.home().name().equals("house")));

        submit("house", new Change.NodeRemoved(wiki));
        await("away", tailnet -> tailnet.guests().isEmpty());
        await("house", tailnet -> tailnet.guests().isEmpty());
    }

    @Test
    void who_joins_the_other_tailnet_later_may_connect_to_the_shared_node() {
        share(wiki, "away");
        NodeId tablet = join("away", "tablet");

        await("home", tailnet -> tailnet.guests().contains(tablet));

        assertThat(peersOf("home", wiki)).contains(tablet);
    }

    @Test
    void shares_outlive_a_restart_and_end_with_the_other_tailnet() {
        share(wiki, "away");
        await("away", tailnet -> tailnet.guests().contains(wiki));

        Coordinator later = open();
        assertThat(later.require("away").current().tailnet().guests().ids()).containsExactly(wiki);
        assertThat(later.require("home").current().tailnet().guests().ids()).containsExactly(laptop, desktop);

        coordinator.destroy("away", true);
        await("home", tailnet -> tailnet.guests().isEmpty());
        assertThat(tailnet("home").nodes().find(wiki).orElseThrow().shares()).isEmpty();
    }

    @Test
    void the_policy_of_home_says_whom_of_the_other_tailnet_the_shared_node_lets_in() {
        share(wiki, "away");
        share(diary, "away");
        await("home", tailnet -> tailnet.guests().contains(laptop));
        String wikiAddress = address("home", wiki);
        submit("home", new Change.PolicySet(new PolicyText("""
                {"grants": [
                  {"src": ["autogroup:shared"], "dst": ["%s"], "ip": ["tcp:443"]},
                  {"src": ["autogroup:member"], "dst": ["*"], "ip": ["*"]}]}""".formatted(wikiAddress), NOON)));

        assertThat(peersOf("home", wiki)).contains(laptop, desktop);
        assertThat(peersOf("home", diary)).containsExactly(wiki);
        assertThat(sources("home", wiki)).contains(address("away", laptop), address("away", desktop));
        assertThat(sources("home", diary)).doesNotContain(address("away", laptop));
    }

    @Test
    void a_client_that_cannot_jail_is_shown_no_shared_node() {
        submit("away", new Change.HostChanged(laptop, new Host(93, Hostinfo.EMPTY)));
        share(wiki, "away");
        await("away", tailnet -> tailnet.guests().contains(wiki));

        assertThat(peersOf("away", laptop)).containsExactly(desktop);
        assertThat(peersOf("away", desktop)).contains(wiki);
    }

    private void share(NodeId node, String with) {
        submit(
                "home",
                new Change.SharesSet(node, new TreeSet<>(Set.of(tailnet(with).id()))));
    }

    private void submit(String tailnet, Change change) {
        coordinator.require(tailnet).submit(_ -> Decision.of(change, true));
    }

    private Tailnet tailnet(String name) {
        return coordinator.require(name).current().tailnet();
    }

    private net.headscale.tailnet.UserId owner(String tailnet) {
        return tailnet(tailnet).users().ids().iterator().next();
    }

    private void await(String name, Predicate<Tailnet> condition) {
        TailnetId id = tailnet(name).id();
        CountDownLatch fulfilled = new CountDownLatch(1);
        coordinator.watch(publication -> {
            Tailnet tailnet = publication.after().tailnet();
            if (tailnet.id().equals(id) && condition.test(tailnet)) {
                fulfilled.countDown();
            }
        });
        try {
            assertThat(condition.test(tailnet(name)) || fulfilled.await(DEADLINE.toSeconds(), TimeUnit.SECONDS))
                    .as("%s: %s", name, tailnet(name).guests())
                    .isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private MapResponse map(String tailnet, NodeId viewer) {
        return Netmap.full(coordinator.require(tailnet).current(), new Viewer(viewer, 142))
                .orElseThrow();
    }

    private List<NodeId> peersOf(String tailnet, NodeId viewer) {
        return peers(tailnet, viewer).map(peer -> new NodeId(peer.id())).toList();
    }

    private Stream<net.headscale.wire.tailcfg.Node> peers(String tailnet, NodeId viewer) {
        var peers = map(tailnet, viewer).peers();
        return peers == null ? Stream.of() : peers.stream();
    }

    private net.headscale.wire.tailcfg.Node peer(String tailnet, NodeId viewer, NodeId peer) {
        return peers(tailnet, viewer)
                .filter(node -> node.id() == peer.value())
                .findFirst()
                .orElseThrow();
    }

    private SortedSet<String> sources(String tailnet, NodeId node) {
        return map(tailnet, node).packetFilters().values().stream()
                .filter(java.util.Objects::nonNull)
                .flatMap(List::stream)
                .flatMap(rule -> rule.sources().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private String address(String tailnet, NodeId node) {
        return tailnet(tailnet)
                .nodes()
                .find(node)
                .orElseThrow()
                .addresses()
                .getFirst()
                .toString();
    }

    private static boolean isNamed(Tailnet tailnet, NodeId guest, String label) {
        return tailnet.guests()
                .find(guest)
                .filter(found -> found.node().name().label().equals(label))
                .isPresent();
    }

    private NodeId founded(String tailnet, String firstNode) {
        coordinator.create(tailnet);
        return join(tailnet, firstNode);
    }

    private NodeId join(String tailnet, String label) {
        var lease = coordinator.allocator().lease();
        submit(
                tailnet,
                new Change.NodeJoined(SampleNode.numbered(lease.node().value())
                        .withName(SampleNode.named(label))
                        .withOwner(Ownership.of(owner(tailnet)))
                        .withAddresses(lease.addresses())
                        .withPresence(new Presence.Online())
                        .withLifetime(SampleNode.livingFrom(NOON))));
        return lease.node();
    }
}
