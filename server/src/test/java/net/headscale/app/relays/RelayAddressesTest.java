package net.headscale.app.relays;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import net.headscale.config.Relay;
import net.headscale.wire.tailcfg.DerpNode;
import org.junit.jupiter.api.Test;

/// Which addresses the map names for our own relay.
class RelayAddressesTest {
    private static final String NAME = "relay.example";

    @Test
    void a_name_that_has_ipv4_alone_says_that_there_is_no_ipv6() throws UnknownHostException {
        assertThat(addresses(NAME, "", "", found("192.0.2.1"))).containsExactly("", "none");
        assertThat(addresses(NAME, "192.0.2.1", "", found("192.0.2.1"))).containsExactly("192.0.2.1", "none");
    }

    @Test
    void a_name_that_has_ipv6_alone_says_that_there_is_no_ipv4() throws UnknownHostException {
        assertThat(addresses(NAME, "", "", found("2001:db8::1"))).containsExactly("none", "");
    }

    @Test
    void a_name_that_has_both_is_left_to_clients() throws UnknownHostException {
        assertThat(addresses(NAME, "", "", found("192.0.2.1", "2001:db8::1"))).containsExactly("", "");
    }

    @Test
    void what_is_configured_stays() throws UnknownHostException {
        assertThat(addresses(NAME, "192.0.2.1", "2001:db8::1", found("192.0.2.7")))
                .containsExactly("192.0.2.1", "2001:db8::1");
        assertThat(addresses(NAME, "", "2001:db8::1", found("192.0.2.7"))).containsExactly("", "2001:db8::1");
    }

    @Test
    void a_loopback_address_or_none_says_nothing_of_what_clients_find() throws UnknownHostException {
        assertThat(addresses(NAME, "", "", found("127.0.1.1"))).containsExactly("", "");
        assertThat(addresses(NAME, "", "", host -> {
                    throw new UnknownHostException(host);
                }))
                .containsExactly("", "");
    }

    @Test
    void an_address_in_the_url_is_the_only_one() {
        RelayAddresses.Lookup unasked = host -> {
            throw new AssertionError("asked for " + host);
        };

        assertThat(addresses("192.0.2.1", "", "", unasked)).containsExactly("192.0.2.1", "none");
        assertThat(addresses("2001:db8::1", "", "", unasked)).containsExactly("none", "2001:db8::1");
        assertThat(addresses("192.0.2.1", "192.0.2.9", "", unasked)).containsExactly("192.0.2.9", "none");
    }

    private static List<String> addresses(String host, String ipv4, String ipv6, RelayAddresses.Lookup lookup) {
        var region = new Relay.Region(999, "code", "name", ipv4, ipv6);
        DerpNode node = RelayAddresses.addressed(DerpNode.of("999", 999, host), region, lookup);
        return List.of(node.ipv4(), node.ipv6());
    }

    private static RelayAddresses.Lookup found(String... addresses) throws UnknownHostException {
        List<InetAddress> all = new ArrayList<>();
        for (String address : addresses) {
            all.add(InetAddress.getByName(address));
        }
        return _ -> all;
    }
}
