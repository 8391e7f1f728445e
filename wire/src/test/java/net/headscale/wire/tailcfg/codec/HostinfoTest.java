package net.headscale.wire.tailcfg.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.headscale.wire.json.MalformedMessage;
import net.headscale.wire.json.RawJson;
import net.headscale.wire.tailcfg.Hostinfo;
import net.headscale.wire.tailcfg.NetInfo;
import org.junit.jupiter.api.Test;

class HostinfoTest {
    static final String EVERY_MEMBER =
            "{\"IPNVersion\":\"1.98.0\",\"BackendLogID\":\"b\",\"OS\":\"linux\",\"OSVersion\":\"6\",\"Distro\":\"debian\","
                    + "\"App\":\"a\",\"DeviceModel\":\"m\",\"Hostname\":\"h\",\"ShieldsUp\":true,\"ShareeNode\":true,"
                    + "\"WireIngress\":true,\"IngressEnabled\":true,\"AllowsUpdate\":true,\"RoutableIPs\":[\"0.0.0.0/0\",\"::/0\"],"
                    + "\"RequestTags\":[\"tag:a\"],\"Services\":[{\"Proto\":\"tcp\",\"Port\":22,\"Description\":\"ssh\"}],"
                    + "\"NetInfo\":{\"MappingVariesByDestIP\":false,\"WorkingIPv6\":true,\"OSHasIPv6\":true,\"WorkingUDP\":true,"
                    + "\"WorkingICMPv4\":false,\"HavePortMap\":true,\"UPnP\":false,\"PMP\":true,\"PCP\":false,\"PreferredDERP\":1,"
                    + "\"LinkType\":\"wired\",\"DERPLatency\":{\"1-v4\":0.01,\"1-v6\":1},\"FirewallMode\":\"ipt\"},"
                    + "\"sshHostKeys\":[\"k\"],\"Userspace\":false,\"UserspaceRouter\":true,\"AppConnector\":true,"
                    + "\"ServicesHash\":\"s\",\"PeerRelay\":true,\"ExitNodeID\":\"n1\",\"Location\":{\"Country\":\"C\",\"CountryCode\":\"CC\","
                    + "\"City\":\"T\",\"CityCode\":\"TT\",\"Latitude\":52.5,\"Longitude\":-13.25,\"Priority\":7},\"StateEncrypted\":true}";

    @Test
    void what_we_do_not_know_comes_out_as_it_went_in() {
        Hostinfo info = decode(
                "{\"FutureThing\":{ \"x\" : [1.0, 1e2, \"\\u0026\"] },\"OS\":\"linux\",\"TPM\":{\"FirmwareVersion\":18446744073709551615}}");

        assertThat(info.os()).isEqualTo("linux");
        assertThat(info.others())
                .containsEntry("FutureThing", RawJson.parse("{ \"x\" : [1.0, 1e2, \"\\u0026\"] }"))
                .containsOnlyKeys("FutureThing", "TPM");
        assertThat(encode(info))
                .isEqualTo(
                        "{\"OS\":\"linux\",\"FutureThing\":{ \"x\" : [1.0, 1e2, \"\\u0026\"] },\"TPM\":{\"FirmwareVersion\":18446744073709551615}}");
        assertThat(decode(encode(info))).isEqualTo(info);
    }

    @Test
    void the_stored_net_info_can_be_kept_when_a_new_hostinfo_has_none() {
        Hostinfo stored = decode("{\"Hostname\":\"h\",\"NetInfo\":{\"PreferredDERP\":5}}");
        Hostinfo fresh = decode("{\"Hostname\":\"h2\",\"NetInfo\":null}");

        assertThat(fresh.netInfo()).isNull();
        assertThat(encode(fresh.withNetInfo(stored.netInfo())))
                .isEqualTo("{\"Hostname\":\"h2\",\"NetInfo\":{\"PreferredDERP\":5}}");
    }

    @Test
    void peers_are_shown_nothing_that_only_a_client_has_checked() {
        Hostinfo hostile = decode("{\"OS\":\"linux\",\"oS\":5,\"hostNAME\":{},\"NewField\":[],\"Hostname\":\"h\","
                + "\"Services\":[{\"Proto\":\"peerapi4\",\"Port\":1234}],\"RequestTags\":[\"tag:x\"],"
                + "\"NetInfo\":{\"PreferredDERP\":5}}");

        assertThat(encode(hostile.shownToPeers()))
                .isEqualTo(
                        "{\"OS\":\"linux\",\"Hostname\":\"h\",\"Services\":[{\"Proto\":\"peerapi4\",\"Port\":1234}]}");
    }

    @Test
    void a_known_member_of_the_wrong_type_is_refused() {
        for (String json : List.of(
                "{\"OS\":5}",
                "{\"Services\":[{\"Port\":65536}]}",
                "{\"RoutableIPs\":[\"10.0.0.0\"]}",
                "{\"AppConnector\":\"true\"}",
                "{\"NetInfo\":{\"DERPLatency\":{\"1-v4\":\"fast\"}}}",
                "{\"sshHostKeys\":{}}",
                "[]")) {
            assertThatThrownBy(() -> decode(json)).as(json).isInstanceOf(MalformedMessage.class);
        }
    }

    @Test
    void absent_null_and_empty_are_alike() {
        assertThat(decode("{\"OS\":null,\"Services\":null,\"AppConnector\":null,\"NetInfo\":null,\"Location\":null}"))
                .isEqualTo(decode("{\"OS\":\"\",\"Services\":[],\"RoutableIPs\":[],\"sshHostKeys\":null}"))
                .isEqualTo(Hostinfo.EMPTY)
                .isEqualTo(decode("null"));
    }

    @Test
    void every_component_goes_around() {
        assertThat(encode(decode(EVERY_MEMBER))).isEqualTo(EVERY_MEMBER);
        assertThat(decode(EVERY_MEMBER).toBuilder().build()).isEqualTo(decode(EVERY_MEMBER));
    }

    @Test
    void a_net_info_goes_around_by_itself() {
        NetInfo info = NetInfo.builder().preferredDerp(3).workingUdp(false).build();

        assertThat(NetInfoCodec.decode(NetInfoCodec.encode(info))).isEqualTo(info);
    }

    private static Hostinfo decode(String json) {
        return HostinfoCodec.decode(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String encode(Hostinfo info) {
        return new String(HostinfoCodec.encode(info), StandardCharsets.UTF_8);
    }
}
