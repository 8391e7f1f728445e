package net.headscale.app.configured;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import net.headscale.app.RunningServer;
import net.headscale.app.reload.Unusable;
import net.headscale.control.TestServer;
import net.headscale.testkit.client.MapStream;
import net.headscale.testkit.netmap.Netmap;
import net.headscale.wire.tailcfg.DnsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtraRecordsFileTest {
    private static final String CONFIG = "dns: {extra_records_path: records.json}\n";

    @TempDir
    Path folder;

    @Test
    void an_edited_records_file_reaches_clients_and_a_broken_one_changes_nothing() {
        RunningServer.put(folder.resolve("records.json"), record("10.0.0.7"));
        try (var server = RunningServer.start(folder, CONFIG)) {
            MapStream stream = TestServer.polled(server.joined("laptop"));
            stream.awaitNetmap(netmap -> values(netmap).equals(List.of("10.0.0.7")));

            server.put("records.json", "[{");
            server.put("records.json", record("10.0.0.8"));

            stream.awaitNetmap(netmap -> values(netmap).equals(List.of("10.0.0.8")));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[{\"name\": \"db.corp.example\"}]",
                "[{\"name\": \"\", \"type\": \"A\", \"value\": \"10.0.0.7\"}]",
                "[{\"name\": \"db\", \"type\": \"AAAA\", \"value\": \"10.0.0.7\"}]",
                "[{\"name\": \"db\", \"type\": \"CNAME\", \"value\": \"other.example\"}]"
            })
    void what_is_no_list_of_records_is_refused_by_name(String text) {
        RunningServer.put(folder.resolve("records.json"), text);

        assertThatThrownBy(() -> ExtraRecordsFile.read(folder.resolve("records.json")))
                .isInstanceOf(Unusable.class)
                .hasMessageContaining("records.json");
    }

    @Test
    void a_missing_file_is_refused_and_a_huge_one_is_not_read() {
        RunningServer.put(folder.resolve("records.json"), " ".repeat(2 << 20));

        assertThatThrownBy(() -> ExtraRecordsFile.read(folder.resolve("records.json")))
                .hasMessageContaining("1 MiB");
        assertThatThrownBy(() -> ExtraRecordsFile.read(folder.resolve("none.json")))
                .hasMessageContaining("none.json");
    }

    private static String record(String value) {
        return "[{\"name\": \"db.corp.example\", \"type\": \"A\", \"value\": \"" + value + "\"}]";
    }

    private static List<String> values(Netmap netmap) {
        var records = netmap.dns().extraRecords();
        return records == null
                ? List.of()
                : records.stream().map(DnsConfig.ExtraRecord::value).toList();
    }
}
