package net.headscale.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.tailcfg.ControlDialPlan.Candidate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DialPlansTest {
    @ParameterizedTest
    @CsvSource({
        "http://10.91.0.1:8000, 10.91.0.1",
        "http://192.168.7.1, 192.168.7.1",
        "HTTP://127.0.0.1:8080, 127.0.0.1",
        "http://[fd91::1]:8000, fd91::1"
    })
    void clients_of_a_private_address_try_it_again_every_other_second(String url, String address) {
        assertThat(DialPlans.of(URI.create(url)).candidates())
                .hasSize(5)
                .allSatisfy(candidate -> assertThat(candidate.ip()).isEqualTo(IpAddress.parse(address)))
                .extracting(Candidate::dialStartDelaySeconds)
                .isSorted()
                .startsWith(0.0, 1.0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://10.91.0.1:8000",
                "http://172.32.0.1:8000",
                "http://8.8.8.8:8000",
                "http://headscale.internal:8000"
            })
    void clients_of_another_one_have_port_443_to_try(String url) {
        assertThat(DialPlans.of(URI.create(url)).candidates()).isEmpty();
    }
}
