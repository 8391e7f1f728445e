package net.headscale.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CensusTest {
    @Test
    void it_counts_as_people_do() {
        var rows = Map.of("tailnets", 1L, "users", 2L, "nodes", 1L, "preauth_keys", 1L, "api_keys", 1L);

        assertThat(new Census(rows)).hasToString("1 tailnet, 2 users, 1 node, 1 pre-auth key, 1 API key");
        assertThat(new Census(Map.of())).hasToString("0 tailnets, 0 users, 0 nodes, 0 pre-auth keys, 0 API keys");
    }
}
