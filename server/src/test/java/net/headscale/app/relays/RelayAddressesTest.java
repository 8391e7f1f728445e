package net.headscale.app.relays;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.headscale.config.Relay;
import net.headscale.wire.tailcfg.DerpNode;
import org.junit.jupiter.api.Test;

/// Which addresses the map names for our own relay.
class RelayAddressesTest {
    private static final String NAME = "relay.example";
    private static final DerpNode NODE = DerpNode.of("999", 999, NAME);
    private static final Relay.Region REGION = new Relay.Region(999, "code", "name", "", "");

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
        assertThat(addresses(NAME, "", "", found())).containsExactly("", "");
    }

    @Test
    void an_address_in_the_url_is_the_only_one() throws UnknownHostException {
        List<InetAddress> both = found("192.0.2.7", "2001:db8::7");

        assertThat(addresses("192.0.2.1", "", "", both)).containsExactly("192.0.2.1", "none");
        assertThat(addresses("2001:db8::1", "", "", both)).containsExactly("none", "2001:db8::1");
        assertThat(addresses("192.0.2.1", "192.0.2.9", "", both)).containsExactly("192.0.2.9", "none");
    }

    @Test
    void a_slow_name_server_is_not_waited_for_and_its_answer_is_told_when_it_comes() throws Exception {
        var answer = new CountDownLatch(1);
        var told = new CountDownLatch(1);
        RelayAddresses addresses = RelayAddresses.lookUp(NAME, _ -> {
            awaitUnlessInterrupted(answer);
            return found("192.0.2.1");
        });
        addresses.whenFound(told::countDown);
        assertThat(addresses.addTo(NODE, REGION)).isEqualTo(NODE);

        answer.countDown();

        assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(addresses.addTo(NODE, REGION).ipv6()).isEqualTo("none");
    }

    private static void awaitUnlessInterrupted(CountDownLatch latch) throws UnknownHostException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new UnknownHostException(e.getMessage());
        }
    }

    private static List<String> addresses(String host, String ipv4, String ipv6, List<InetAddress> found) {
        var region = new Relay.Region(999, "code", "name", ipv4, ipv6);
        DerpNode node = RelayAddresses.addressed(DerpNode.of("999", 999, host), region, found);
        return List.of(node.ipv4(), node.ipv6());
    }

    private static List<InetAddress> found(String... addresses) throws UnknownHostException {
        List<InetAddress> all = new ArrayList<>();
        for (String address : addresses) {
            all.add(InetAddress.getByName(address));
        }
        return all;
    }
}
