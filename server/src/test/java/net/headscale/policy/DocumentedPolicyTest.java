package net.headscale.policy;

import static net.headscale.policy.Fixture.ANA;
import static net.headscale.policy.Fixture.BOB;
import static net.headscale.policy.Fixture.accepted;
import static net.headscale.policy.Fixture.id;
import static net.headscale.policy.Fixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import net.headscale.route.Routes;
import net.headscale.route.ServerAddresses;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.Ownership;
import net.headscale.tailnet.Tag;
import net.headscale.wire.net.Endpoint;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.net.Prefix;
import net.headscale.wire.tailcfg.DerpMap;
import net.headscale.wire.tailcfg.DerpRegion;
import net.headscale.wire.tailcfg.FilterRule;
import net.headscale.wire.tailcfg.Hostinfo;
import net.headscale.wire.tailcfg.SshPolicy;
import org.junit.jupiter.api.Test;

/// What no recording of the hosted service covers, from its documentation; `docs/policy.md` lists it as such.
class DocumentedPolicyTest {
    @Test
    void without_a_policy_everybody_reaches_everybody() {
        CompiledPolicy compiled = new Fixture().owned(1, ANA).owned(2, BOB).under("");

        assertThat(compiled.visibleTo(id(1))).isEqualTo(NodeSet.of(id(2)));
        assertThat(compiled.filterFor(id(1)).getFirst().rule().destinations())
                .containsExactly(new FilterRule.PortsAt("*", FilterRule.PortRange.ALL));
        assertThat(compiled.sshPolicyFor(id(1))).isEmpty();
    }

    @Test
    void a_posture_asks_the_source_node() {
        CompiledPolicy compiled = new Fixture()
                .owned(1, ANA, host("macOS", "1.60.1-tabc"))
                .owned(2, ANA, host("macOS", "1.9.0"))
                .tagged(3, "tag:db")
                .under("""
                {"tagOwners": {"tag:db": []},
                 "postures": {"posture:new": ["node:os == 'macos'", "node:tsVersion >= '1.60'"]},
                 "acls": [{"action": "accept", "src": ["ana@example.com"], "dst": ["tag:db:*"],
                           "srcPosture": ["posture:new"]}]}""");

        assertThat(compiled.filterFor(id(3)).getFirst().rule().sources())
                .containsExactly("100.64.0.1", "fd7a:115c:a1e0::1");
        assertThat(compiled.visibleTo(id(3))).isEqualTo(NodeSet.of(id(1)));
        assertThat(compiled.sees(id(2), id(3))).isFalse();
    }

    @Test
    void the_default_posture_counts_where_a_rule_has_none() {
        CompiledPolicy compiled = new Fixture()
                .owned(1, ANA, host("linux", "1.80.0"))
                .owned(2, BOB, host("windows", "1.80.0"))
                .under("""
                {"postures": {"posture:known": ["node:os IN ['linux', 'macos']"]},
                 "defaultSrcPosture": ["posture:known"],
                 "acls": [{"action": "accept", "src": ["*"], "dst": ["bob@example.com:*"]}]}""");

        assertThat(compiled.filterFor(id(2)).getFirst().rule().sources())
                .containsExactly("100.64.0.1", "fd7a:115c:a1e0::1");
    }

    private static Hostinfo host(String os, String version) {
        return Hostinfo.builder().os(os).ipnVersion(version).build();
    }

    @Test
    void an_ipset_is_what_was_added_less_what_was_removed() {
        CompiledPolicy compiled = new Fixture()
                .owned(1, ANA)
                .tagged(2, "tag:router", "10.0.0.0/8")
                .under("""
                {"tagOwners": {"tag:router": []}, "hosts": {"lab": "10.1.2.0/24"},
                 "ipsets": {"ipset:net": ["add 10.0.0.0/8", "remove 10.1.0.0/16", "lab"]},
                 "grants": [{"src": ["ana@example.com"], "dst": ["ipset:net"], "ip": ["443"]}]}""");

        assertThat(compiled.filterFor(id(2)).getFirst().rule().destinations().stream()
                        .map(FilterRule.PortsAt::addresses))
                .containsExactly("10.0.0.0/16", "10.1.2.0/24", "10.2.0.0-10.255.255.255");
    }

    @Test
    void the_owner_is_an_admin_too() {
        CompiledPolicy compiled = new Fixture().owned(1, ANA).owned(2, BOB).under("""
                {"acls": [{"action": "accept", "src": ["autogroup:admin"], "dst": ["autogroup:member:22"]}]}""");

        assertThat(compiled.filterFor(id(2)).getFirst().rule().sources())
                .containsExactly("100.64.0.1", "fd7a:115c:a1e0::1");
    }

    @Test
    void sessions_are_recorded_where_the_rule_says() {
        CompiledPolicy compiled = new Fixture()
                .owned(1, ANA)
                .tagged(2, "tag:db")
                .tagged(3, "tag:rec")
                .under("""
                {"tagOwners": {"tag:db": [], "tag:rec": []},
                 "ssh": [{"action": "accept", "src": ["ana@example.com"], "dst": ["tag:db"], "users": ["root"],
                          "recorder": ["tag:rec"], "enforceRecorder": true}]}""");

        SshPolicy.SshAction action =
                compiled.sshPolicyFor(id(2)).orElseThrow().rules().getFirst().action();
        assertThat(action).isNotNull();
        assertThat(action.recorders()).containsExactly(new Endpoint(IpAddress.parse("100.64.0.3"), 80));
        assertThat(action.onRecordingFailure()).isNotNull();
    }

    @Test
    void a_delegated_login_is_checked_for_its_period() {
        CompiledPolicy compiled =
                new Fixture().owned(1, ANA).tagged(2, "tag:db").under("""
                {"tagOwners": {"tag:db": []},
                 "ssh": [{"action": "check", "src": ["ana@example.com"], "dst": ["tag:db"], "users": ["root"],
                          "checkPeriod": "1h30m"},
                         {"action": "accept", "src": ["ana@example.com"], "dst": ["tag:db"],
                          "users": ["autogroup:nonroot"]}]}""");

        assertThat(compiled.sshCheck(id(1), id(2), "root"))
                .isInstanceOfSatisfying(
                        SshCheck.LoginNeeded.class,
                        needed -> assertThat(needed.period()).isEqualTo(Duration.ofMinutes(90)));
        assertThat(compiled.sshCheck(id(1), id(2), "ana")).isInstanceOf(SshCheck.Admitted.class);
        assertThat(compiled.sshCheck(id(2), id(1), "ana")).isInstanceOf(SshCheck.Denied.class);
    }

    @Test
    void switches_reach_every_node() {
        CompiledPolicy compiled = new Fixture()
                .owned(1, ANA, host("macOS", "1.80.0"))
                .owned(2, BOB, host("linux", "1.80.0"))
                .under("{\"randomizeClientPort\": true, \"disableIPv4\": true, \"OneCGNATRoute\": \"mac-never\"}");

        assertThat(compiled.attributesOf(id(1)).capabilities().keySet())
                .contains("randomize-client-port", "disable-ipv4", "one-cgnat?v=false");
        assertThat(compiled.attributesOf(id(2)).capabilities().keySet()).doesNotContain("one-cgnat?v=false");
        assertThat(compiled.isIpv4Disabled(id(2))).isTrue();
    }

    @Test
    void app_connectors_go_to_their_targets() {
        CompiledPolicy compiled =
                new Fixture().tagged(1, "tag:web").tagged(2, "tag:db").under("""
                {"tagOwners": {"tag:web": [], "tag:db": []},
                 "nodeAttrs": [{"target": ["tag:web"], "app": {"tailscale.com/app-connectors": [{"name": "x"}]}}]}""");

        assertThat(compiled.attributesOf(id(1))
                        .arguments("tailscale.com/app-connectors")
                        .getFirst()
                        .text())
                .isEqualTo("{\"name\":\"x\"}");
        assertThat(compiled.attributesOf(id(2)).contains("tailscale.com/app-connectors"))
                .isFalse();
    }

    @Test
    void the_derp_map_is_laid_over_the_servers_relays() {
        DerpMap servers = DerpMap.of(List.of(region(1, "one"), region(2, "two")));

        DerpMap merged = accepted("""
                {"derpMap": {"Regions": {
                  "1": null, // not for us
                  "900": {"RegionID": 900, "RegionCode": "own", "RegionName": "Own",
                          "Nodes": [{"Name": "900a", "RegionID": 900, "HostName": "derp.example.com"}]},
                }}}""").relaysOver(servers);

        assertThat(merged.regions().keySet()).containsExactly(2, 900);
        assertThat(merged.regions().get(900).nodes().getFirst().hostName()).isEqualTo("derp.example.com");
        assertThat(accepted("{\"derpMap\": {\"OmitDefaultRegions\": true, \"Regions\": {}}}")
                        .relaysOver(servers)
                        .regions())
                .isEmpty();
        assertThat(accepted("{}").relaysOver(servers)).isSameAs(servers);
        assertThat(refused("{\"derpMap\": {\"Regions\": {\"x\": null}}}").message())
                .contains("invalid region id");
        assertThat(refused("{\"derpMap\": {\"Regions\": {\"1\": 7}}}").message())
                .startsWith("derpMap: ");
    }

    private static DerpRegion region(int id, String code) {
        return DerpRegion.of(id, code, code, List.of());
    }

    @Test
    void postures_know_what_a_client_says_of_its_machine() {
        Hostinfo phone = Hostinfo.builder()
                .os("iOS")
                .allowsUpdate(true)
                .stateEncrypted(true)
                .build();
        Fixture fixture = new Fixture().owned(1, ANA, phone).tagged(2, "tag:db");
        for (String condition : List.of(
                "node:os == 'ios'",
                "node:os IN ['iOS', 'macos']",
                "node:tsAutoUpdate == true",
                "node:tsStateEncrypted == true",
                "node:tsVersion NOT SET")) {
            assertThat(seesUnder(fixture, condition)).as(condition).isTrue();
        }
        for (String condition : List.of(
                "node:os != 'iOS'", "node:tsAutoUpdate == false", "custom:tier != 'prod'", "node:tsVersion IS SET")) {
            assertThat(seesUnder(fixture, condition)).as(condition).isFalse();
        }
    }

    private static boolean seesUnder(Fixture fixture, String condition) {
        return fixture.under("""
                        {"tagOwners": {"tag:db": []}, "postures": {"posture:p": ["%s"]},
                         "acls": [{"action": "accept", "src": ["ana@example.com"], "dst": ["tag:db:*"],
                                   "srcPosture": ["posture:p"]}]}""".formatted(condition)).sees(id(1), id(2));
    }

    @Test
    void a_group_of_a_provider_is_nobody_here_and_warned_about() {
        Policy policy = accepted("""
                {"acls": [{"action": "accept", "src": ["group:eng@example.com"], "dst": ["*:*"]}]}""");

        assertThat(policy.warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning.message()).contains("group:eng@example.com"));
        assertThat(refused("{\"acls\": [{\"action\": \"accept\", \"src\": [\"group:eng\"], \"dst\": []}]}")
                        .message())
                .isEqualTo("src=group not found: \"group:eng\"");
    }

    @Test
    void the_pools_of_a_node_are_those_of_its_user_or_its_tags_in_order() {
        CompiledPolicy compiled = new Fixture().under("""
                {"tagOwners": {"tag:db": []}, "groups": {"group:eng": ["bob@example.com"]},
                 "nodeAttrs": [{"target": ["group:eng"], "ipPool": ["100.81.0.0/16", "100.82.0.0/16"]},
                               {"target": ["tag:db"], "ipPool": ["100.83.0.0/16"]},
                               {"target": ["bob@example.com"], "ipPool": ["100.81.0.0/16", "100.84.0.0/16"]}]}""");

        assertThat(compiled.policy().warnings()).isEmpty();
        assertThat(compiled.poolsFor(Ownership.of(ANA))).isEmpty();
        assertThat(compiled.poolsFor(Ownership.of(BOB)))
                .extracting(Prefix::toString)
                .containsExactly("100.81.0.0/16", "100.82.0.0/16", "100.84.0.0/16");
        assertThat(compiled.poolsFor(Ownership.tagged(BOB, List.of(new Tag("tag:db")))))
                .extracting(Prefix::toString)
                .containsExactly("100.83.0.0/16");
    }

    @Test
    void tags_are_given_by_owners_and_by_tags_that_own_them() {
        CompiledPolicy compiled = new Fixture().under("""
                {"tagOwners": {"tag:a": ["bob@example.com"], "tag:b": ["tag:a"], "tag:c": ["tag:d"], "tag:d": ["tag:c"],
                               "tag:e": []}}""");

        assertThat(compiled.mayTag(BOB, List.of(), new Tag("tag:a"))).isTrue();
        assertThat(compiled.mayTag(BOB, List.of(), new Tag("tag:b"))).isTrue();
        assertThat(compiled.mayTag(BOB, List.of(), new Tag("tag:c"))).isFalse();
        assertThat(compiled.mayTag(BOB, List.of(), new Tag("tag:e"))).isFalse();
        assertThat(compiled.mayTag(ANA, List.of(), new Tag("tag:e"))).isTrue();
        assertThat(compiled.mayTag(BOB, List.of(new Tag("tag:d")), new Tag("tag:c")))
                .isTrue();
        assertThat(compiled.isKnown(new Tag("tag:zzz"))).isFalse();
    }

    @Test
    void a_route_into_the_tailnet_itself_is_never_approved() {
        assertThat(approved(
                        "100.64.1.0/24", "100.1.1.0/24", "fd7a:115c:a1e0::/64", "fd7a:115c:a1e0:b1a:0:1::/96", "::/0"))
                .containsExactly(Prefix.parse("100.1.1.0/24"), Prefix.parse("fd7a:115c:a1e0:b1a:0:1::/96"));
    }

    @Test
    void a_route_to_the_server_alone_is_never_approved_and_one_around_it_is() {
        assertThat(approved("100.1.1.7/32", "100.1.1.8/32", "100.1.1.0/24", "2001:db8::7/128", "2001:db8::/64"))
                .containsExactly(
                        Prefix.parse("100.1.1.0/24"), Prefix.parse("100.1.1.8/32"), Prefix.parse("2001:db8::/64"));
    }

    @Test
    void while_nobody_knows_where_the_server_is_no_single_address_is_approved() {
        assertThat(approved(new ServerAddresses(Set.of(), false), "100.1.1.8/32", "100.1.1.0/24", "2001:db8::8/128"))
                .containsExactly(Prefix.parse("100.1.1.0/24"));
    }

    /// What of this a router may serve by itself, when the server is at 100.1.1.7 and 2001:db8::7.
    private static SortedSet<Prefix> approved(String... routes) {
        var known = Set.of(IpAddress.parse("100.1.1.7"), IpAddress.parse("2001:db8::7"));
        return approved(new ServerAddresses(known, true), routes);
    }

    private static SortedSet<Prefix> approved(ServerAddresses server, String... routes) {
        Fixture fixture = new Fixture().tagged(1, "tag:router", routes);
        CompiledPolicy compiled = fixture.under("""
                {"tagOwners": {"tag:router": []},
                 "autoApprovers": {"routes": {"100.0.0.0/8": ["tag:router"], "::/0": ["tag:router"]}}}""");
        Node router = fixture.tailnet().nodes().find(id(1)).orElseThrow();
        return compiled.approvedFor(router.withApprovedRoutes(Collections.emptySortedSet()), server);
    }

    @Test
    void an_explanation_names_the_line() {
        CompiledPolicy compiled =
                new Fixture().owned(1, ANA).tagged(2, "tag:db").under("""
                {"tagOwners": {"tag:db": []},
                 "acls": [
                   {"action": "accept", "src": ["bob@example.com"], "dst": ["tag:db:*"]},
                   {"action": "accept", "src": ["ana@example.com"], "dst": ["tag:db:5432"]}]}""");

        assertThat(compiled.explain(id(1), id(2), OptionalInt.of(5432)).reasons())
                .containsExactly(new Explanation.Reason("acls", 1, 4, -1));
        assertThat(compiled.explain(id(1), id(2), OptionalInt.of(22)).isAllowed())
                .isFalse();
        assertThat(compiled.explain(id(2), id(1), OptionalInt.empty()).isAllowed())
                .isFalse();
    }

    @Test
    void two_viewers_are_led_through_two_routers() {
        Fixture fixture = new Fixture()
                .owned(1, ANA)
                .owned(2, BOB)
                .tagged(3, "tag:east", "10.0.0.0/8")
                .tagged(4, "tag:west", "10.0.0.0/8");
        CompiledPolicy compiled = fixture.under("""
                {"tagOwners": {"tag:east": [], "tag:west": []},
                 "grants": [{"src": ["ana@example.com"], "dst": ["10.0.0.0/8"], "ip": ["*"], "via": ["tag:east"]},
                            {"src": ["bob@example.com"], "dst": ["10.0.0.0/8"], "ip": ["*"], "via": ["tag:west"]}]}""");
        Routes routes = Routes.of(fixture.tailnet());

        assertThat(compiled.routesSeen(id(1), id(3), routes).primary()).containsExactly(Prefix.parse("10.0.0.0/8"));
        assertThat(compiled.routesSeen(id(1), id(4), routes)).isEqualTo(SeenRoutes.NONE);
        assertThat(compiled.routesSeen(id(2), id(4), routes).allowed()).containsExactly(Prefix.parse("10.0.0.0/8"));
        assertThat(compiled.cohortOf(id(1)).key())
                .isNotEqualTo(compiled.cohortOf(id(2)).key());
    }

    @Test
    void names_of_rules_stay_while_the_rules_stay() {
        Fixture fixture = new Fixture().owned(1, ANA).tagged(2, "tag:db");
        String policy = """
                {"tagOwners": {"tag:db": []},
                 "acls": [{"action": "accept", "src": ["ana@example.com"], "dst": ["tag:db:1"]},
                          {"action": "accept", "src": ["bob@example.com", "tag:db"], "dst": ["tag:db:2"]}]}""";
        List<String> before = names(fixture.under(policy));

        List<String> after = names(fixture.owned(3, BOB).under(policy));

        assertThat(after.getFirst()).isEqualTo(before.getFirst());
        assertThat(after.getLast()).isNotEqualTo(before.getLast());
    }

    private static List<String> names(CompiledPolicy compiled) {
        return compiled.filterFor(id(2)).stream().map(NamedRule::name).toList();
    }

    @Test
    void a_refusal_names_the_place_and_what_would_be_right() {
        Rejection unknown = refused("{\n  \"acls\": [{\"action\": \"accept\", \"src\": [\"tag:x\"], \"dst\": []}]}");
        assertThat(unknown.line()).isEqualTo(2);
        assertThat(unknown.column()).isEqualTo(41);
        assertThat(unknown.message()).isEqualTo("src=tag not found: \"tag:x\"");
        assertThat(unknown.advice()).contains("tagOwners");

        assertThat(refused("{\"acl\": []}").message()).isEqualTo("unknown field: \"acl\"");
        assertThat(refused("[]").message()).isEqualTo("expected an object for the policy, found an array");
        assertThat(refused("{\"acls\": [{\"action\": \"accept\", \"src\": [\"*\"], \"dst\": [\"*:*\"],"
                                + " \"srcPosture\": [\"posture:x\"]}]}")
                        .message())
                .isEqualTo("posture not found: \"posture:x\"");
        assertThat(refused("{\"ipsets\": {\"ipset:a\": [\"ipset:b\"], \"ipset:b\": [\"ipset:a\"]}}")
                        .message())
                .endsWith("ipsets cannot be recursive");
    }

    @Test
    void what_has_no_effect_yet_is_warned_about() {
        assertThat(accepted("{\"acls\": [],\n\"autoApprovers\": {\"services\": {}}}")
                        .warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning.line()).isEqualTo(2));
    }
}
