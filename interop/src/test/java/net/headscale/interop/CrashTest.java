package net.headscale.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.headscale.interop.rig.Await;
import net.headscale.interop.rig.Command;
import net.headscale.interop.rig.Headscale;
import net.headscale.interop.rig.Program;
import net.headscale.interop.rig.RealClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The server ends by `kill -9` while machines join and administrators write, many at a time.
@Scenario
class CrashTest {
    private static final int CRASHES = Boolean.getBoolean("full") ? 50 : 5;
    private static final long SEED = Long.getLong("interop.seed", 20210721);
    private static final int MOST_ANSWERS_BEFORE_A_CRASH = 200;
    private static final Duration MOST_TIME_TO_COME_BACK = Duration.ofSeconds(60);
    private static final String CROWD = "crowd";
    private static final Pattern ACKNOWLEDGED = Pattern.compile("acknowledged (\\S+)");
    private static final Pattern ANSWER = Pattern.compile("icmp_seq=(\\d+) ttl=");

    /// Asks for one thing after the other, and says what of it the server has answered for: what `sed` finds in the
    /// answer.
    private static final String WRITE = """
            i=0
            while :; do
                i=$((i + 1))
                if answer=$(curl --silent --fail --max-time 5 --unix-socket "$1" --header 'Content-Type: application/json' \\
                    --data "$(printf "$3" $i)" "http://headscale/api/v1/$2")
                then echo "acknowledged $(printf '%s' "$answer" | tr -d ' \\n' | sed "$4")"
                else sleep 0.05
                fi
            done
            """;

    /// Makes keys by the command line.
    private static final String COMMAND = """
            while :; do
                if key=$(headscale -n crowd preauthkeys create --reusable)
                then echo "acknowledged $(printf '%s' "$key" | cut -d - -f 3)"
                fi
            done
            """;

    /// What goes on writing, whether there is a server or not.
    ///
    /// @param users makes them, by the API
    /// @param apiKeys makes them, by the API
    /// @param authKeys makes them, by the command line
    private record Writers(Program users, Program apiKeys, Program authKeys) {
        static Writers start(Headscale headscale) {
            return new Writers(
                    api(headscale, "user", "{\"name\": \"writer-%d\"}", "s/.*\"name\":\"\\(writer-[0-9]*\\)\".*/\\1/"),
                    api(headscale, "apikey", "{}", "s/.*hskey-api-\\([^-]*\\)-.*/\\1/"),
                    headscale
                            .host()
                            .start("commands", Command.of("sh", "-c", COMMAND).in(headscale.folder())));
        }

        private static Program api(Headscale headscale, String path, String body, String found) {
            return headscale
                    .host()
                    .start(
                            "writer-" + path,
                            Command.of("sh", "-c", WRITE, "sh", headscale.socket(), path, body, found));
        }

        Stream<Program> all() {
            return Stream.of(users, apiKeys, authKeys);
        }
    }

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
        Program ping = ana.host().startPinging(ben.status().self().ipv4());
        headscale.run("namespace", "create", CROWD);
        Writers writers = Writers.start(headscale);
        String key = headscale.authKey(Testbed.NAMESPACE, "--reusable");
        String crowdsKey = headscale.authKey(CROWD, "--reusable");
        var random = new Random(SEED);
        List<String> joined = new ArrayList<>(List.of("ana", "ben"));
        List<String> crowd = new ArrayList<>();

        Program server = testbed.server();
        for (int crash = 1; crash <= CRASHES; crash++) {
            RealClient joining = testbed.client("joining-" + crash);
            Program many = JoiningCrowd.start(ben.host(), crowdsKey, "crash-" + crash);
            Await.until(
                    "the crowd",
                    MOST_TIME_TO_COME_BACK,
                    () -> !acknowledged(many).isEmpty());
            Program up = joining.host().start("up", joining.upCommand(Headscale.URL, key));
            killAfter(random.nextInt(MOST_ANSWERS_BEFORE_A_CRASH), List.of(many, writers.users()), server);
            many.kill();
            crowd.addAll(acknowledged(many));
            server = headscale.serve();

            assertThat(up.exit(MOST_TIME_TO_COME_BACK)).as(up.log()).isZero();
            Await.until(
                    "everybody's return",
                    MOST_TIME_TO_COME_BACK,
                    () -> headscale.online(Testbed.NAMESPACE).containsAll(List.of("ana", "ben", joining.name())));
            joining.stop();
            joined.add(joining.name());
        }

        writers.all().forEach(Program::kill);
        assertThat(headscale.nodes(Testbed.NAMESPACE)).as("seed %s", SEED).containsExactlyInAnyOrderElementsOf(joined);
        assertThat(headscale.nodes(CROWD))
                .as("seed %s", SEED)
                .doesNotHaveDuplicates()
                .containsAll(crowd);
        assertAllKept(headscale, writers);
        int before = answers(ping).size();
        Await.until("answers still", MOST_TIME_TO_COME_BACK, () -> answers(ping).size() > before);
        ping.kill();
        List<Integer> answers = answers(ping);
        assertThat(answers).hasSize(answers.getLast());
    }

    private static void assertAllKept(Headscale headscale, Writers writers) {
        assertThat(acknowledged(writers.users())).isNotEmpty();
        assertThat(headscale.users()).as("seed %s", SEED).containsAll(acknowledged(writers.users()));
        assertThat(acknowledged(writers.apiKeys())).isNotEmpty();
        assertThat(headscale.run("apikeys", "list").out())
                .as("seed %s", SEED)
                .contains(acknowledged(writers.apiKeys()));
        assertThat(acknowledged(writers.authKeys())).isNotEmpty();
        assertThat(headscale.run("-n", CROWD, "preauthkeys", "list").out())
                .as("seed %s", SEED)
                .contains(acknowledged(writers.authKeys()));
    }

    /// The numbers of the echo requests that were answered, the last one being the last that could be.
    private static List<Integer> answers(Program ping) {
        return ANSWER.matcher(ping.log())
                .results()
                .map(answer -> Integer.valueOf(answer.group(1)))
                .toList();
    }

    /// Ends the server once these have had so many more answers.
    private static void killAfter(int answers, List<Program> asking, Program server) {
        int before = acknowledgedBy(asking);
        Await.until(answers + " answers", MOST_TIME_TO_COME_BACK, () -> acknowledgedBy(asking) >= before + answers);
        server.kill();
    }

    private static int acknowledgedBy(List<Program> asking) {
        return asking.stream().mapToInt(each -> acknowledged(each).size()).sum();
    }

    private static List<String> acknowledged(Program asking) {
        return ACKNOWLEDGED
                .matcher(asking.log())
                .results()
                .map(write -> write.group(1))
                .toList();
    }
}
