package net.headscale.wire.tailcfg.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.headscale.wire.json.MalformedMessage;
import net.headscale.wire.key.NodeKey;
import net.headscale.wire.tailcfg.CapMap;
import net.headscale.wire.tailcfg.DerpMap;
import net.headscale.wire.tailcfg.DisplayMessage;
import net.headscale.wire.tailcfg.FilterRule;
import net.headscale.wire.tailcfg.MapResponse;
import net.headscale.wire.tailcfg.Node;
import net.headscale.wire.tailcfg.PeerChange;
import net.headscale.wire.tailcfg.SshPolicy;
import net.headscale.wire.tailcfg.codec.MapResponseCodec.PeerList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where absent and empty say different things, both can be said and heard.
class AbsentAndEmptyTest {
    /// Canonical texts: each is what its own reading is written as.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"Peers\":[]}",
                "{\"DERPMap\":{\"Regions\":null}}",
                "{\"DERPMap\":{\"Regions\":{}}}",
                "{\"DERPMap\":{\"HomeParams\":{},\"Regions\":null}}",
                "{\"DERPMap\":{\"HomeParams\":{\"RegionScore\":{}},\"Regions\":null}}",
                "{\"DERPMap\":{\"HomeParams\":{\"RegionScore\":{\"1\":0.5,\"10\":2}},\"Regions\":null}}",
                "{\"PeersChangedPatch\":[{\"NodeID\":7,\"CapMap\":{},\"Endpoints\":[]}]}",
                "{\"DNSConfig\":{}}",
                "{\"DNSConfig\":{\"Routes\":{\"corp.\":[],\"example.com\":[{\"Addr\":\"10.0.0.1\"}]}}}",
                "{\"PacketFilter\":[]}",
                "{\"PacketFilters\":{}}",
                "{\"PacketFilters\":{\"*\":null,\"a\":[],\"b\":null,\"c\":[{\"SrcIPs\":[\"*\"]}]}}",
                "{\"Health\":[]}",
                "{\"DisplayMessages\":{}}",
                "{\"DisplayMessages\":{\"*\":null,\"a\":{\"Title\":\"t\",\"Text\":\"x\",\"Severity\":\"low\"},\"b\":null}}",
                "{\"SSHPolicy\":{\"rules\":[]}}",
                "{\"TKAInfo\":{}}",
                "{\"TKAInfo\":{\"Head\":\"ABC\"}}",
                "{\"TKAInfo\":{\"Disabled\":true}}",
                "{\"ControlDialPlan\":{\"Candidates\":[]}}",
                "{\"CollectServices\":false}",
                "{\"DefaultAutoUpdate\":false}",
                "{\"Debug\":{\"Exit\":0}}",
                "{\"ClientVersion\":{}}",
            })
    void goes_around(String json) {
        assertThat(encode(decode(json))).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Peers\":null,\"PacketFilter\":null,\"PacketFilters\":null,\"Health\":null}",
                "{\"Node\":null,\"DERPMap\":null,\"DNSConfig\":null,\"SSHPolicy\":null,\"CollectServices\":null}",
                "{\"PeersChanged\":[],\"PeersRemoved\":[],\"OnlineChange\":{},\"UserProfiles\":[]}",
                "{\"ControlTime\":\"0001-01-01T00:00:00Z\",\"DisplayMessages\":null,\"Future\":[{}]}",
                "null"
            })
    void says_nothing(String json) {
        assertThat(decode(json)).isEqualTo(MapResponse.builder().build());
    }

    @Test
    void a_region_that_is_null_is_dropped() {
        assertThat(decode("{\"DERPMap\":{\"Regions\":{\"1\":null}}}").derpMap())
                .isEqualTo(new DerpMap(null, Map.of(), false));
    }

    @Test
    void allowed_ips_are_absent_or_empty_or_some() {
        assertThat(node("{}").allowedIps()).isNull();
        assertThat(node("{\"AllowedIPs\":[]}").allowedIps()).isEmpty();
        assertThat(text(NodeCodec.encode(node("{\"AllowedIPs\":[]}")))).contains("\"AllowedIPs\":[]");
        assertThat(text(NodeCodec.encode(node("{}")))).doesNotContain("AllowedIPs");
    }

    @Test
    void capabilities_without_arguments_are_null_and_come_in_the_order_of_their_names() {
        CapMap capMap =
                node("{\"CapMap\":{\"b\":[],\"a\":null,\"c\":[1,{\"x\": 2}]}}").capMap();

        assertThat(capMap.arguments("a")).isEmpty();
        assertThat(capMap)
                .isEqualTo(CapMap.of("a", "b")
                        .with("c", capMap.arguments("c").toArray(new net.headscale.wire.json.RawJson[0])));
        assertThat(text(PeerChangeCodec.encode(PeerChange.of(1).capMap(capMap).build())))
                .isEqualTo("{\"NodeID\":1,\"CapMap\":{\"a\":null,\"b\":null,\"c\":[1,{\"x\": 2}]}}");
    }

    @Test
    void a_rule_that_clients_would_drop_their_whole_filter_for_is_refused() {
        assertThatThrownBy(() -> decode("{\"PacketFilter\":[{\"SrcIPs\":[],\"SrcBits\":[1]}]}"))
                .isInstanceOf(MalformedMessage.class);
        assertThatThrownBy(() -> decode("{\"PacketFilter\":[{\"DstPorts\":[{\"IP\":\"*\",\"Bits\":8}]}]}"))
                .isInstanceOf(MalformedMessage.class);
    }

    @Test
    void records_do_not_share_what_they_were_made_of() {
        Map<String, @Nullable List<FilterRule>> filters = new HashMap<>();
        MapResponse response = MapResponse.builder().packetFilters(filters).build();
        filters.put("*", null);
        Map<String, @Nullable DisplayMessage> messages = new HashMap<>();
        MapResponse other = MapResponse.builder().displayMessages(messages).build();
        messages.put("*", null);

        assertThat(response.packetFilters()).isEmpty();
        assertThat(other.displayMessages()).isEmpty();
    }

    @Test
    void a_patch_can_say_that_a_key_never_expires() {
        String never = "{\"PeersChangedPatch\":[{\"NodeID\":7,\"KeyExpiry\":\"0001-01-01T00:00:00Z\"}]}";

        assertThat(decode(never).peersChangedPatch().getFirst().keyExpiry()).isEqualTo(PeerChange.NEVER);
        assertThat(encode(decode(never))).isEqualTo(never);
        assertThat(decode("{\"PeersChangedPatch\":[{\"NodeID\":7,\"KeyExpiry\":null}]}")
                        .peersChangedPatch()
                        .getFirst()
                        .keyExpiry())
                .isNull();
    }

    @Test
    void a_policy_without_rules_may_also_be_null() {
        assertThat(decode("{\"SSHPolicy\":{\"rules\":null}}").sshPolicy()).isEqualTo(new SshPolicy(List.of()));
    }

    @Test
    void a_keep_alive_is_never_the_bare_text() {
        assertThat(encode(MapResponse.keepAlive(Instant.parse("2026-08-22T11:48:56Z"))))
                .isEqualTo("{\"KeepAlive\":true,\"ControlTime\":\"2026-08-22T11:48:56Z\"}");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 5})
    void a_message_of_ready_peers_is_the_message_of_those_peers(int count) {
        List<Node> peers = Stream.iterate(1L, id -> id + 1)
                .limit(count)
                .map(id ->
                        Node.builder().id(id).key(new NodeKey(id, id, id, id)).build())
                .toList();
        MapResponse rest = MapResponse.builder().domain("example.com").build();

        String all = spliced(rest, PeerList.ALL, peers);
        String changed = spliced(rest, PeerList.CHANGED, peers);

        assertThat(MapResponseCodec.decode(bytes(all)))
                .isEqualTo(rest.toBuilder().peers(peers).build());
        assertThat(MapResponseCodec.decode(bytes(changed)))
                .isEqualTo(rest.toBuilder().peersChanged(peers).build());
    }

    private static String spliced(MapResponse rest, PeerList list, List<Node> peers) {
        return text(MapResponseCodec.openPeers(rest, list))
                + peers.stream().map(peer -> text(NodeCodec.encode(peer))).collect(Collectors.joining(","))
                + text(MapResponseCodec.closePeers());
    }

    private static MapResponse decode(String json) {
        return MapResponseCodec.decode(bytes(json));
    }

    private static String encode(MapResponse response) {
        return text(MapResponseCodec.encode(response));
    }

    private static Node node(String json) {
        return NodeCodec.decode(bytes(json));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
