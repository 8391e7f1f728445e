package net.headscale.testkit.netmap;

import static net.headscale.testkit.netmap.ClientNetmapTest.node;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.headscale.testkit.netmap.Trap.Kind;
import net.headscale.wire.tailcfg.DerpMap;
import net.headscale.wire.tailcfg.DerpRegion;
import net.headscale.wire.tailcfg.DisplayMessage;
import net.headscale.wire.tailcfg.DnsConfig;
import net.headscale.wire.tailcfg.FilterRule;
import net.headscale.wire.tailcfg.MapResponse;
import net.headscale.wire.tailcfg.Node;
import net.headscale.wire.tailcfg.SshPolicy;
import net.headscale.wire.tailcfg.TkaInfo;
import net.headscale.wire.tailcfg.UserProfile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// How messages change what a client knows beside its peers.
class ClientSettingsTest {
    private static final Instant NOW = Instant.parse("2026-08-22T12:00:00Z");

    private final ClientNetmap client = ClientNetmap.empty()
            .apply(
                    MapResponse.builder()
                            .node(node(1))
                            .peers(List.of(node(2)))
                            .userProfiles(List.of(profile(9, "Ana"), profile(7, "Bo")))
                            .build(),
                    NOW);

    @Test
    void filters_are_remembered_by_name_and_joined_in_the_order_of_the_names() {
        ClientNetmap after = client.apply(filters(Map.of("b", rules("b"), "a", rules("a"))), NOW)
                .apply(MapResponse.builder().packetFilter(rules("base")).build(), NOW)
                .apply(filters(Map.of("a", rules("a2"), "c", List.of())), NOW);

        assertThat(sources(after)).containsExactly("a2", "b", "base");
    }

    @Test
    void a_filter_that_is_null_is_dropped_and_the_star_drops_all_that_came_before_it() {
        ClientNetmap before = client.apply(
                filters(Map.of("a", rules("a"), "b", rules("b"))).toBuilder()
                        .packetFilter(rules("base"))
                        .build(),
                NOW);

        assertThat(sources(before)).containsExactly("a", "b", "base");
        assertThat(sources(before.apply(filters(dropping("a", Map.of())), NOW))).containsExactly("b", "base");
        assertThat(sources(before.apply(filters(dropping("*", Map.of("d", rules("d")))), NOW)))
                .containsExactly("d");
        assertThat(sources(before.apply(
                        filters(dropping("*", Map.of())).toBuilder()
                                .packetFilter(rules("base2"))
                                .build(),
                        NOW)))
                .as("the one filter is taken before the named ones")
                .isEmpty();
    }

    @Test
    void no_rules_and_no_filters_are_told_apart() {
        ClientNetmap before =
                client.apply(MapResponse.builder().packetFilter(rules("base")).build(), NOW);

        assertThat(sources(before.apply(filters(Map.of()), NOW))).containsExactly("base");
        assertThat(sources(before.apply(
                        MapResponse.builder().packetFilter(List.of()).build(), NOW)))
                .isEmpty();
    }

    @Test
    void regions_replace_all_regions_and_scores_all_scores() {
        DerpMap both =
                new DerpMap(new DerpMap.HomeParams(Map.of(1, 0.5, 2, 2.0)), Map.of(1, region(1), 2, region(2)), true);
        ClientNetmap before = client.apply(derp(both), NOW);

        ClientNetmap lessRegions = before.apply(derp(new DerpMap(null, Map.of(3, region(3)), false)), NOW);
        ClientNetmap otherScores =
                before.apply(derp(new DerpMap(new DerpMap.HomeParams(Map.of(1, 3.0)), null, false)), NOW);
        ClientNetmap sameScores = before.apply(derp(new DerpMap(new DerpMap.HomeParams(null), null, false)), NOW);
        ClientNetmap nothing = before.apply(derp(new DerpMap(new DerpMap.HomeParams(Map.of()), Map.of(), false)), NOW);

        assertThat(lessRegions.live().derpMap()).isEqualTo(new DerpMap(both.homeParams(), Map.of(3, region(3)), false));
        assertThat(otherScores.live().derpMap())
                .isEqualTo(new DerpMap(new DerpMap.HomeParams(Map.of(1, 3.0)), both.regions(), true));
        assertThat(sameScores.live().derpMap()).isEqualTo(both);
        assertThat(nothing.live().derpMap()).isEqualTo(new DerpMap(new DerpMap.HomeParams(Map.of()), Map.of(), false));
    }

    @Test
    void settings_are_replaced_as_a_whole_and_remembered() {
        DnsConfig dns =
                new DnsConfig(List.of(), Map.of(), List.of(), List.of("d"), true, List.of(), List.of(), List.of());
        ClientNetmap before = client.apply(
                MapResponse.builder()
                        .dnsConfig(dns)
                        .sshPolicy(new SshPolicy(List.of()))
                        .collectServices(true)
                        .domain("example.com")
                        .domainDataPlaneAuditLogId("log")
                        .tkaInfo(new TkaInfo("H", false))
                        .build(),
                NOW);

        ClientNetmap after = before.apply(
                MapResponse.builder().onlineChange(Map.of(2L, true)).build(), NOW);
        ClientNetmap cleared = before.apply(
                MapResponse.builder()
                        .dnsConfig(DnsConfig.none())
                        .collectServices(false)
                        .build(),
                NOW);

        assertThat(after.live()).isEqualTo(before.live());
        assertThat(after.live().dns()).isEqualTo(dns);
        assertThat(after.live().ssh()).isEqualTo(new SshPolicy(List.of()));
        assertThat(after.live().collectServices()).isTrue();
        assertThat(after.live().domain()).isEqualTo("example.com");
        assertThat(after.live().auditLogId()).isEqualTo("log");
        assertThat(after.live().tka()).isEqualTo(new TkaInfo("H", false));
        assertThat(cleared.live().dns()).isEqualTo(DnsConfig.none());
        assertThat(cleared.live().collectServices()).isFalse();
    }

    @Test
    void health_is_not_shown_while_there_are_display_messages() {
        DisplayMessage low = new DisplayMessage("t", "x", "low", false, null);
        ClientNetmap before = client.apply(
                MapResponse.builder()
                        .health(List.of("bad"))
                        .displayMessages(Map.of("a", low, "b", low))
                        .build(),
                NOW);

        assertThat(before.live().health()).isEmpty();
        assertThat(before.live().displayMessages()).containsOnlyKeys("a", "b");

        ClientNetmap one = before.apply(messages(dropping("a", Map.of())), NOW);
        ClientNetmap other = before.apply(messages(dropping("*", Map.of("c", low))), NOW);
        ClientNetmap none = before.apply(messages(dropping("*", Map.of())), NOW);

        assertThat(one.live().displayMessages()).containsOnlyKeys("b");
        assertThat(other.live().displayMessages()).containsOnlyKeys("c");
        assertThat(none.live().health()).containsExactly("bad");
        assertThat(none.apply(MapResponse.builder().health(List.of()).build(), NOW)
                        .live()
                        .health())
                .isEmpty();
    }

    @Test
    void profiles_are_shown_of_those_who_are_named() {
        assertThat(client.live().profiles()).containsOnlyKeys(9L);
    }

    @Test
    void a_profile_replaces_the_one_before() {
        ClientNetmap after = client.apply(
                MapResponse.builder().userProfiles(List.of(profile(9, "Anna"))).build(), NOW);

        assertThat(after.live().profiles().get(9L)).isEqualTo(profile(9, "Anna"));
    }

    @Test
    void a_profile_that_came_before_anybody_named_it_is_missing_until_a_rebuild() {
        Node bosNode = node(3).toBuilder().user(7).build();
        MapResponse message =
                MapResponse.builder().peersChanged(List.of(bosNode)).build();

        ClientNetmap after = client.apply(message, NOW);
        ClientNetmap withProfile = client.apply(
                message.toBuilder().userProfiles(List.of(profile(7, "Bo"))).build(), NOW);
        ClientNetmap rebuilt = after.apply(MapResponse.builder().domain("any").build(), NOW);

        assertThat(after.live().profiles()).containsOnlyKeys(9L);
        assertThat(after.traps()).containsExactly(new Trap(Kind.PROFILE_MISSING, 0, "user 7"));
        assertThat(withProfile.live().profiles()).containsOnlyKeys(7L, 9L);
        assertThat(withProfile.traps()).isEmpty();
        assertThat(rebuilt.live().profiles()).containsOnlyKeys(7L, 9L);
    }

    @Test
    void the_node_itself_is_replaced_as_a_whole() {
        Node renamed = node(1).toBuilder().name("new.").allowedIps(null).build();

        ClientNetmap after = client.apply(MapResponse.builder().node(renamed).build(), NOW);

        assertThat(after.live().self())
                .isEqualTo(renamed.toBuilder().allowedIps(renamed.addresses()).build());
    }

    private static List<String> sources(ClientNetmap after) {
        return after.live().packetFilter().stream()
                .flatMap(rule -> rule.sources().stream())
                .toList();
    }

    private static List<FilterRule> rules(String source) {
        return List.of(FilterRule.allow(List.of(source), List.of()));
    }

    private static <V> Map<String, @Nullable V> dropping(String name, Map<String, V> others) {
        Map<String, @Nullable V> map = new HashMap<>(others);
        map.put(name, null);
        return map;
    }

    private static MapResponse filters(Map<String, @Nullable List<FilterRule>> filters) {
        return MapResponse.builder().packetFilters(filters).build();
    }

    private static MapResponse messages(Map<String, @Nullable DisplayMessage> messages) {
        return MapResponse.builder().displayMessages(messages).build();
    }

    private static MapResponse derp(DerpMap map) {
        return MapResponse.builder().derpMap(map).build();
    }

    private static DerpRegion region(int id) {
        return DerpRegion.of(id, "r" + id, "R" + id, List.of());
    }

    private static UserProfile profile(long id, String name) {
        return UserProfile.of(id, name + "@example.com", name);
    }
}
