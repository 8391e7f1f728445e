package net.headscale.policy.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Replays every recording of a directory: `-Dpolicy.corpus=DIR`, or the one shared beside the repository.
///
/// Prints per category how many pass the checks that headscale's own tests make of that category, and how many pass
/// all.
class PolicyCorpusTest {
    /// The checks that headscale's own tests make; see the corpus' README.
    private static final Map<String, Set<String>> OWN = Map.of(
            "acl", Set.of("result", "filter"),
            "grant", Set.of("result", "filter"),
            "routes", Set.of("result", "filter", "approve", "allowedIPs", "peers"),
            "ssh", Set.of("result", "ssh"),
            "nodeattrs", Set.of("result", "caps"),
            "policytest", Set.of("result"),
            "sshtest", Set.of("result"));

    private static final Set<String> OPTIONAL = Set.of("message");

    @Test
    void the_engine_answers_as_the_hosted_service_did() throws IOException {
        Path directory = directory();
        if (!Files.isDirectory(directory)) {
            System.out.println("POLICY CORPUS ABSENT: " + directory.toAbsolutePath() + " is no directory");
            assertThat(System.getenv("CI")).as("CI needs the policy corpus").isNotEqualTo("true");
            return;
        }
        Map<String, List<CorpusCase>> recordings = CorpusCase.read(directory);
        assertThat(recordings)
                .as("%s holds CATEGORY/cases.jsonl.gz, itself or in a folder `open`", directory.toAbsolutePath())
                .isNotEmpty();
        List<String> report = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        recordings.forEach((category, cases) -> report.add(replay(category, cases, failed)));

        report.forEach(System.out::println);
        assertThat(failed).isEmpty();
    }

    private static Path directory() {
        String given = System.getProperty("policy.corpus", "");
        if (!given.isEmpty()) {
            return Path.of(given);
        }
        Path beside = Path.of("..", "..", "shared", "policy-corpus");
        return Files.isDirectory(beside) ? beside : Path.of("..", "..", "..", "shared", "policy-corpus");
    }

    private static String replay(String category, List<CorpusCase> cases, List<String> failed) {
        int own = 0;
        int all = 0;
        int doubtful = 0;
        for (CorpusCase recording : cases) {
            Map<String, String> differences = CorpusReplay.replay(recording);
            differences.keySet().removeAll(OPTIONAL);
            if (recording.isDoubtful()) {
                doubtful++;
                System.out.println("doubtful " + recording.id() + ": " + differences);
                continue;
            }
            own += differences.keySet().stream().noneMatch(OWN.getOrDefault(category, Set.of("result"))::contains)
                    ? 1
                    : 0;
            all += differences.isEmpty() ? 1 : 0;
            if (!differences.isEmpty()) {
                failed.add(recording.id() + ": " + differences);
            }
        }
        int counted = cases.size() - doubtful;
        return "%-10s own %d of %d, all %d of %d%s"
                .formatted(category, own, counted, all, counted, doubtful == 0 ? "" : ", " + doubtful + " doubtful");
    }
}
