package net.headscale.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import net.headscale.interop.rig.Await;
import net.headscale.interop.rig.Command;
import net.headscale.interop.rig.Headscale;
import net.headscale.interop.rig.Program;
import net.headscale.interop.rig.RealClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The server ends by `kill -9` while it writes and registers.
@Scenario
class CrashTest {
    private static final int CRASHES = Boolean.getBoolean("full") ? 50 : 5;
    private static final long SEED = Long.getLong("interop.seed", 20210721);
    private static final int MOST_WRITES_BEFORE_A_CRASH = 200;
    private static final Duration MOST_TIME_TO_COME_BACK = Duration.ofSeconds(60);
    private static final Pattern ACKNOWLEDGED = Pattern.compile("acknowledged (\\S+)");
    private static final Pattern ANSWER = Pattern.compile("icmp_seq=(\\d+) ttl=");

    /// Makes users one after the other, and says which of them the server has answered for.
    private static final String WRITE = """
            i=0
            while :; do
                i=$((i + 1))
                if curl --silent --fail --max-time 5 --output /dev/null --unix-socket "$1" \\
                    --header 'Content-Type: application/json' --data "{\\"name\\": \\"writer-$i\\"}" http://headscale/api/v1/user
                then echo "acknowledged writer-$i"
                else sleep 0.05
                fi
            done
            """;

    @Test
    @Timeout(1800)
    void nothing_acknowledged_is_lost_no_packet_is_lost_and_everybody_comes_back(Testbed testbed) {
        Headscale headscale = testbed.headscale();
        RealClient ana = testbed.join("ana");
        RealClient ben = testbed.join("ben");
        Await.until(
                "a way to ben",
                MOST_TIME_TO_COME_BACK,
                () -> ana.reaches(ben, Duration.ofSeconds(1)).size() == 2);
        Program ping = ana.host()
                .start(
                        "ping",
                        Command.of(
                                "ping", "-n", "-i", "0.2", ben.status().self().ipv4()));
        Program writer = headscale.host().start("writer", Command.of("sh", "-c", WRITE, "sh", headscale.socket()));
        String key = headscale.authKey(Testbed.NAMESPACE, "--reusable");
        var random = new Random(SEED);
        List<String> joined = new ArrayList<>(List.of("ana", "ben"));

        Program server = testbed.server();
        for (int crash = 1; crash <= CRASHES; crash++) {
            RealClient joining = testbed.client("joining-" + crash);
            Program up = joining.host().start("up", joining.upCommand(Headscale.URL, key));
            killAfter(random.nextInt(MOST_WRITES_BEFORE_A_CRASH), writer, server);
            server = headscale.serve();

            assertThat(up.exit(MOST_TIME_TO_COME_BACK)).as(up.log()).isZero();
            Await.until(
                    "everybody's return",
                    MOST_TIME_TO_COME_BACK,
                    () -> headscale.online(Testbed.NAMESPACE).containsAll(List.of("ana", "ben", joining.name())));
            joining.stop();
            joined.add(joining.name());
        }

        writer.kill();
        assertThat(headscale.nodes(Testbed.NAMESPACE)).as("seed %s", SEED).containsExactlyInAnyOrderElementsOf(joined);
        assertThat(headscale.users()).as("seed %s", SEED).containsAll(acknowledged(writer));
        int before = answers(ping).size();
        Await.until("answers still", MOST_TIME_TO_COME_BACK, () -> answers(ping).size() > before);
        ping.kill();
        List<Integer> answers = answers(ping);
        assertThat(answers).hasSize(answers.getLast());
    }

    /// The numbers of the echo requests that were answered, the last one being the last that could be.
    private static List<Integer> answers(Program ping) {
        return ANSWER.matcher(ping.log())
                .results()
                .map(answer -> Integer.valueOf(answer.group(1)))
                .toList();
    }

    /// Ends the server once the writer has had so many more answers.
    private static void killAfter(int writes, Program writer, Program server) {
        int before = acknowledged(writer).size();
        Await.until(
                writes + " writes",
                MOST_TIME_TO_COME_BACK,
                () -> acknowledged(writer).size() >= before + writes);
        server.kill();
    }

    private static List<String> acknowledged(Program writer) {
        return ACKNOWLEDGED
                .matcher(writer.log())
                .results()
                .map(write -> write.group(1))
                .toList();
    }
}
