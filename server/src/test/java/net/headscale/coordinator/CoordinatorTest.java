package net.headscale.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import net.headscale.address.AddressBlock;
import net.headscale.app.Await;
import net.headscale.dns.DnsSettings;
import net.headscale.dns.Suffixes;
import net.headscale.journal.Batch;
import net.headscale.journal.memory.MemoryJournal;
import net.headscale.netmap.Surroundings;
import net.headscale.policy.Policy;
import net.headscale.route.ServerAddresses;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.PolicyText;
import net.headscale.tailnet.Tag;
import net.headscale.tailnet.User;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.net.Prefix;
import net.headscale.wire.tailcfg.DerpMap;
import org.junit.jupiter.api.Test;

class CoordinatorTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Surroundings PLAIN =
            new Surroundings(DerpMap.of(List.of()), DnsSettings.DEFAULT, Surroundings.Features.DEFAULT);

    private final MemoryJournal journal = new MemoryJournal();
    private final Coordinator coordinator = open();

    private Coordinator open() {
        var blocks = List.of(AddressBlock.of(AddressBlock.CGNAT), AddressBlock.of(AddressBlock.ULA));
        return Coordinator.open(journal, Clock.fixed(NOON, ZoneOffset.UTC), blocks, PLAIN);
    }

    @Test
    void the_default_tailnet_and_its_owner_exist_from_the_start() {
        var tailnet = coordinator.require("default").current().tailnet();

        assertThat(tailnet.userNamed("admin")).isPresent();
        assertThat(open().all()).hasSize(1);
    }

    @Test
    void a_stored_policy_that_cannot_be_read_leaves_the_last_good_one_in_force() {
        var writer = coordinator.require("default");
        writer.submit(_ -> Decision.of(policy("{\"tagOwners\": {\"tag:good\": []}}", NOON), true));
        store(policy("{ this was written by a later server", NOON));
        store(policy("{ and this too", NOON));

        var restarted = open().require("default");

        assertThat(knowsGood(restarted)).isTrue();
        restarted.submit(_ -> Decision.of(
                new Change.UserSet(User.local(coordinator.allocator().userId(), "late", NOON)), true));
        assertThat(knowsGood(restarted)).isTrue();
        assertThat(restarted.current().tailnet().policy().text()).isEqualTo("{ and this too");
    }

    @Test
    void a_tailnet_whose_only_policy_cannot_be_read_lets_nobody_reach_anybody() {
        store(policy("{ broken", NOON));

        var tailnet = open().require("default").current();

        assertThat(tailnet.derived().policy().policy()).isSameAs(Policy.denyAll());
    }

    private static boolean knowsGood(TailnetWriter writer) {
        return writer.current().derived().policy().isKnown(new Tag("tag:good"));
    }

    /// As another server would, behind the back of this one.
    private void store(Change.PolicySet change) {
        var stored = journal.loadAll().getFirst();
        journal.append(List.of(Batch.of(stored, List.of(change))));
    }

    @Test
    void an_ipv4_address_is_of_the_first_pool_with_room_and_never_from_outside() {
        var small = new Allocator.Wish(
                List.of(), List.of(Prefix.parse("100.81.0.0/30"), Prefix.parse("100.82.0.0/24")), true);

        List<String> given = IntStream.range(0, 4)
                .mapToObj(_ -> coordinator
                        .allocator()
                        .lease(small)
                        .addresses()
                        .getFirst()
                        .toString())
                .toList();

        assertThat(given).containsExactly("100.81.0.1", "100.81.0.2", "100.82.0.1", "100.82.0.2");
        var full = new Allocator.Wish(List.of(), List.of(Prefix.parse("100.81.0.0/30")), true);
        assertThatThrownBy(() -> coordinator.allocator().lease(full)).isInstanceOf(RefusedException.class);
    }

    @Test
    void a_wish_without_ipv4_gets_an_ipv6_address_alone() {
        var wish = new Allocator.Wish(List.of(), List.of(), false);

        assertThat(coordinator.allocator().lease(wish).addresses())
                .singleElement()
                .matches(IpAddress::isIpv6);
    }

    @Test
    void a_tailnet_is_made_renamed_and_destroyed() {
        coordinator.create("lab");
        coordinator.rename("lab", "attic");

        assertThat(coordinator.find("lab")).isEmpty();
        assertThat(open().require("attic").current().tailnet().userNamed("lab")).isPresent();
        assertThatThrownBy(() -> coordinator.create("attic")).hasMessageContaining("attic");

        var writer = coordinator.require("attic");
        coordinator.destroy("attic", false);
        assertThat(open().find("attic")).isEmpty();
        assertThatThrownBy(() -> writer.submit(_ -> Decision.unchanged(1))).isInstanceOf(RefusedException.class);
    }

    @Test
    void names_that_are_no_dns_labels_are_refused() {
        for (String bad : List.of("", "Lab", "-lab", "a.b", "x".repeat(64))) {
            assertThatThrownBy(() -> coordinator.create(bad)).as(bad).isInstanceOf(RefusedException.class);
        }
    }

    @Test
    void a_listener_hears_of_every_view_in_order_and_only_after_it_is_stored() {
        var writer = coordinator.require("default");
        List<Long> heard = Collections.synchronizedList(new ArrayList<>());
        coordinator.watch(publication -> {
            assertThat(journal.load(publication.after().tailnet().id())
                            .orElseThrow()
                            .revision())
                    .isEqualTo(publication.after().tailnet().revision());
            heard.add(publication.after().number());
        });

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 200)
                    .forEach(i -> threads.submit(() -> writer.submit(scene -> {
                        var user = User.local(coordinator.allocator().userId(), "u" + i, scene.now());
                        return Decision.of(new Change.UserSet(user), user.id());
                    })));
        }

        assertThat(writer.current().tailnet().users().size()).isEqualTo(201);
        assertThat(heard).isSorted().doesNotHaveDuplicates().isNotEmpty();
    }

    @Test
    void a_refused_command_changes_nothing_and_hinders_nobody() {
        var writer = coordinator.require("default");
        var before = writer.current();

        assertThatThrownBy(() -> writer.submit(_ -> {
                    throw new RefusedException(new Refusal.Unfit("no"));
                }))
                .isInstanceOf(RefusedException.class);

        assertThat(writer.current()).isSameAs(before);
        assertThat(writer.<String>submit(_ -> Decision.unchanged("fine"))).isEqualTo("fine");
    }

    @Test
    void who_is_overtaken_decides_again_on_what_was_stored_meanwhile() {
        var other = open();
        other.require("default").submit(scene -> Decision.of(policy(" ", scene.now()), 1));

        var seen = coordinator
                .require("default")
                .submit(scene -> Decision.of(
                        new Change.UserSet(User.local(coordinator.allocator().userId(), "late", NOON)),
                        scene.tailnet().policy().text()));

        assertThat(seen).isEqualTo(" ");
        assertThat(open().require("default").current().tailnet().userNamed("late"))
                .isPresent();
    }

    private static Change.PolicySet policy(String text, Instant at) {
        return new Change.PolicySet(new PolicyText(text, at));
    }

    @Test
    void a_leased_address_is_given_to_nobody_else_until_it_is_settled() {
        var first = coordinator.allocator().lease();
        var second = coordinator.allocator().lease();

        assertThat(first.addresses()).hasToString("[100.64.0.1, fd7a:115c:a1e0::1]");
        assertThat(second.addresses()).doesNotContainAnyElementsOf(first.addresses());
        assertThatThrownBy(
                        () -> coordinator.allocator().reserve(first.addresses().getFirst()))
                .isInstanceOf(RefusedException.class);
        coordinator.allocator().settle(first.addresses());
        coordinator.allocator().reserve(first.addresses().getFirst());
    }

    @Test
    void reserved_ranges_are_stepped_over_and_a_full_block_says_so() {
        var block = AddressBlock.of(AddressBlock.CGNAT);
        assertThat(block.nextFree(IpAddress.parse("100.99.255.255"), _ -> false))
                .hasValue(IpAddress.parse("100.100.1.0"));
        assertThat(block.offers(IpAddress.parse("100.100.100.100"))).isFalse();

        var tiny = AddressBlock.of(Prefix.parse("10.0.0.0/30"));
        assertThat(tiny.nextFree(IpAddress.parse("10.0.0.0"), _ -> true)).isEqualTo(Optional.empty());
        assertThat(tiny.nextFree(IpAddress.parse("10.0.0.2"), _ -> false)).hasValue(IpAddress.parse("10.0.0.1"));
    }

    @Test
    void a_command_after_a_change_of_surroundings_is_decided_in_the_new_ones() {
        var writer = coordinator.require("default");
        var own = new ServerAddresses(Set.of(IpAddress.parse("192.0.2.7")), true);
        var seen = new AtomicReference<>(ServerAddresses.NONE);

        try (var others = Executors.newVirtualThreadPerTaskExecutor()) {
            writer.submit(_ -> {
                coordinator.surround(around -> around.withOwn(own));
                others.submit(() -> writer.submit(scene -> {
                    seen.set(scene.view().surroundings().own());
                    return Decision.unchanged(true);
                }));
                Await.until("the other command to wait", () -> writer.waiting() == 1);
                return Decision.unchanged(true);
            });
        }

        assertThat(seen).hasValue(own);
    }

    @Test
    void every_tailnet_is_in_the_new_surroundings_though_one_takes_no_more_commands() {
        var full = coordinator.require("default");
        List<TailnetWriter> others = List.of(coordinator.create("one"), coordinator.create("two"));
        var dns = new DnsSettings(Suffixes.of("other.internal"), true, List.of(), true, Map.of(), List.of(), List.of());

        try (var commands = Executors.newVirtualThreadPerTaskExecutor()) {
            full.submit(_ -> {
                IntStream.range(0, Inbox.MOST_WAITING)
                        .forEach(_ -> commands.submit(() -> full.submit(_ -> Decision.unchanged(true))));
                Await.until("a full inbox", () -> full.waiting() == Inbox.MOST_WAITING);
                coordinator.surround(around -> around.withOwn(new ServerAddresses(Set.of(), true)));
                coordinator.surround(around -> around.withDns(dns));
                return Decision.unchanged(true);
            });
        }

        var all = PLAIN.withDns(dns).withOwn(new ServerAddresses(Set.of(), true));
        Await.until("the new surroundings", () -> full.current().surroundings().equals(all));
        assertThat(others)
                .allSatisfy(other -> Await.until(
                        "those of the others",
                        () -> other.current().surroundings().equals(all)));
    }
}
