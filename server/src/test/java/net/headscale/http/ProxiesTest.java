package net.headscale.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.net.Prefix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxiesTest {
    private final Proxies proxies = new Proxies(List.of(Prefix.parse("10.0.0.0/8"), Prefix.parse("fd00::/8")));

    private static Map<String, List<String>> headers(String text) {
        Map<String, List<String>> headers = new HashMap<>();
        for (String line : text.split(";", -1)) {
            int colon = line.indexOf('=');
            if (colon > 0) {
                headers.merge(
                        line.substring(0, colon).strip(),
                        List.of(line.substring(colon + 1)),
                        (one, other) -> List.of(one.getFirst(), other.getFirst()));
            }
        }
        return headers;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // nobody else's word counts
                "192.0.2.1 | x-forwarded-for=198.51.100.7                      | 192.0.2.1",
                "192.0.2.1 | x-real-ip=198.51.100.7                            | 192.0.2.1",
                // a proxy's does
                "10.0.0.1  | x-forwarded-for=198.51.100.7                      | 198.51.100.7",
                "10.0.0.1  | x-real-ip=198.51.100.7                            | 198.51.100.7",
                "10.0.0.1  | true-client-ip=2001:db8::1                        | 2001:db8::1",
                "fd00::1   | x-forwarded-for=::ffff:198.51.100.7               | 198.51.100.7",
                // what a client wrote before the proxy did does not
                "10.0.0.1  | x-forwarded-for=1.2.3.4, 198.51.100.7             | 198.51.100.7",
                "10.0.0.1  | x-forwarded-for=1.2.3.4; x-forwarded-for=198.51.100.7 | 198.51.100.7",
                "10.0.0.1  | x-forwarded-for=198.51.100.7; true-client-ip=1.2.3.4 | 198.51.100.7",
                // proxies behind proxies
                "10.0.0.1  | x-forwarded-for=198.51.100.7, 10.0.0.9            | 198.51.100.7",
                // nonsense
                "10.0.0.1  | x-forwarded-for=unknown                           | 10.0.0.1",
                "10.0.0.1  | x-forwarded-for=unknown, 10.0.0.9                 | 10.0.0.9",
                "10.0.0.1  | x-real-ip=nonsense                                | 10.0.0.1",
                "10.0.0.1  | ''                                                | 10.0.0.1",
            })
    void a_request_comes_from_where_the_last_trusted_word_says(String peer, String headers, String source) {
        assertThat(proxies.source(IpAddress.parse(peer.strip()), headers(headers)))
                .isEqualTo(IpAddress.parse(source.strip()));
    }

    @Test
    void without_proxies_headers_say_nothing() {
        var peer = IpAddress.parse("10.0.0.1");
        assertThat(Proxies.NONE.source(peer, headers("x-forwarded-for=198.51.100.7")))
                .isEqualTo(peer);
    }
}
