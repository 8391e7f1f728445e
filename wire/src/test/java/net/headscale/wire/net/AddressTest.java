package net.headscale.wire.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    @ParameterizedTest
    @CsvSource({
        "100.64.0.1,100.64.0.1",
        "0.0.0.0,0.0.0.0",
        "255.255.255.255,255.255.255.255",
        "::,::",
        "::1,::1",
        "fd7a:115c:a1e0::1,fd7a:115c:a1e0::1",
        "FD7A:115C:A1E0:0:0:0:0:1,fd7a:115c:a1e0::1",
        "1:0:0:2:0:0:0:3,1:0:0:2::3",
        "1:0:0:2:3:0:0:4,1::2:3:0:0:4",
        "1:2:3:4:5:6:0:8,1:2:3:4:5:6:0:8",
        "2001:db8::,2001:db8::",
        "::ffff:192.0.2.1,::ffff:192.0.2.1",
        "64:ff9b::192.0.2.33,64:ff9b::c000:221",
        "fe80::1%eth0,fe80::1"
    })
    void an_address_is_read_and_printed_as_go_does(String text, String printed) {
        assertThat(IpAddress.parse(text)).hasToString(printed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.2.3",
                "1.2.3.4.5",
                "256.1.1.1",
                "01.2.3.4",
                "1.2.3.",
                "a.b.c.d",
                ":",
                ":::",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "12345::",
                "::g",
                "1.2.3.4%eth0",
                "fe80::1%",
                "localhost",
                "1:2:3:4:5:6:7::8",
                "::1.2.3.4.5",
                "1:2:3:4:5:6:7:1.2.3.4",
                "+1.2.3.4"
            })
    void what_is_no_address_is_refused(String text) {
        assertThatThrownBy(() -> IpAddress.parse(text)).isInstanceOf(MalformedAddress.class);
    }

    @Test
    void addresses_agree_with_the_jdk_on_random_bytes() throws Exception {
        var random = new Random(11);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = new byte[i % 2 == 0 ? 4 : 16];
            random.nextBytes(bytes);
            for (int j = 0; j < bytes.length; j++) {
                if (random.nextInt(3) == 0) {
                    bytes[j] = 0;
                }
            }
            var address = IpAddress.of(bytes);
            assertThat(address.bytes()).isEqualTo(bytes);
            assertThat(IpAddress.parse(address.toString())).isEqualTo(address);
            assertThat(IpAddress.parse(InetAddress.getByAddress(bytes).getHostAddress())
                            .unmapped())
                    .isEqualTo(address.unmapped());
        }
    }

    @Test
    void adding_carries_over_64_bits() {
        assertThat(IpAddress.parse("fd7a::ffff:ffff:ffff:ffff").plus(1)).hasToString("fd7a:0:0:1::");
        assertThat(IpAddress.parse("fd7a:0:0:1::").plus(-1)).hasToString("fd7a::ffff:ffff:ffff:ffff");
        assertThat(IpAddress.parse("100.64.0.255").plus(1)).hasToString("100.64.1.0");
    }

    @Test
    void a_prefix_knows_its_first_and_last_address() {
        var cgnat = Prefix.parse("100.64.0.0/10");
        assertThat(cgnat.last()).hasToString("100.127.255.255");
        assertThat(Prefix.parse("10.1.2.3/8").masked()).hasToString("10.0.0.0/8");
        assertThat(Prefix.parse("fd7a:115c:a1e0::/48").last()).hasToString("fd7a:115c:a1e0:ffff:ffff:ffff:ffff:ffff");
        assertThat(Prefix.ALL_IPV6.last()).hasToString("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
        assertThat(Prefix.ALL_IPV4.last()).hasToString("255.255.255.255");
    }

    @Test
    void a_prefix_contains_its_own_family_only() {
        assertThat(Prefix.ALL_IPV4.contains(IpAddress.parse("::1"))).isFalse();
        assertThat(Prefix.parse("100.64.0.0/10").contains(IpAddress.parse("100.127.0.1")))
                .isTrue();
        assertThat(Prefix.parse("100.64.0.0/10").contains(IpAddress.parse("100.128.0.1")))
                .isFalse();
        assertThat(Prefix.parse("10.0.0.0/8").contains(Prefix.parse("10.0.0.0/7")))
                .isFalse();
        assertThat(Prefix.parse("10.0.0.0/7").overlaps(Prefix.parse("11.0.0.0/8")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0", "10.0.0.0/", "10.0.0.0/33", "::/129", "10.0.0.0/08", "10.0.0.0/-1", "/8"})
    void what_is_no_prefix_is_refused(String text) {
        assertThatThrownBy(() -> Prefix.parse(text)).isInstanceOf(MalformedAddress.class);
    }

    @Test
    void an_endpoint_has_brackets_for_ipv6_only() {
        assertThat(Endpoint.parse("192.0.2.1:41641")).hasToString("192.0.2.1:41641");
        assertThat(Endpoint.parse("[2001:db8::1]:1")).hasToString("[2001:db8::1]:1");
        for (String bad :
                new String[] {"2001:db8::1:41641", "[192.0.2.1]:1", "192.0.2.1", "192.0.2.1:", "192.0.2.1:65536", ":1"
                }) {
            assertThatThrownBy(() -> Endpoint.parse(bad)).as(bad).isInstanceOf(MalformedAddress.class);
        }
    }
}
