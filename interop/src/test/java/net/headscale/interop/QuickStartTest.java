package net.headscale.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.headscale.interop.rig.DerpRelay;
import net.headscale.interop.rig.Headscale;
import net.headscale.interop.rig.Host;
import net.headscale.interop.rig.PendingLogin;
import net.headscale.interop.rig.RealClient;
import net.headscale.interop.rig.Repository;
import net.headscale.interop.rig.TestNetwork;
import org.junit.jupiter.api.Test;

/// The quick start of headscale's first releases (2021), word for word but for the server's address.
@Scenario
class QuickStartTest {
    private static final Duration AT_ONCE = Duration.ofSeconds(5);
    private static final Pattern COMMAND = Pattern.compile("headscale\\s+-n\\s+\\S+\\s+node\\s+register\\s+(\\S+)");
    private static final Pattern HTML_TAG = Pattern.compile("<[^>]*>");

    @Test
    void a_node_joins_by_the_page_that_its_client_shows_and_one_by_a_pre_auth_key(TestNetwork network) {
        Headscale headscale = Headscale.install(network);
        headscale.type("umask 022; wg genkey > private.key"); // the usual mask, whatever the one of this test is
        headscale.type("cp " + Repository.root() + "/config.json.sqlite.example config.json");
        headscale.edit(Map.of("server_url", Headscale.URL));
        headscale.write("derp.yaml", DerpRelay.start(network).mapAsYaml());
        headscale.type("headscale namespace create myfirstnamespace");
        headscale.serve();

        RealClient ana = RealClient.start(network, "ana");
        PendingLogin login = ana.logIn(Headscale.URL);
        String key = keyOn(visit(ana.host(), login.page()));
        headscale.type("headscale -n myfirstnamespace node register " + key);
        login.awaitSuccess(AT_ONCE);

        RealClient ben = RealClient.start(network, "ben");
        String authKey = headscale
                .type("headscale -n myfirstnamespace preauthkey create --reusable --expiration 24h")
                .out()
                .strip();
        ben.up(Headscale.URL, authKey);

        assertThat(headscale.type("stat -c %a private.key").out().strip()).isEqualTo("600");
        assertThat(ana.status().isRunning()).isTrue();
        assertThat(ben.status().isRunning()).isTrue();
        assertThat(headscale.type("headscale -n myfirstnamespace node list").out())
                .contains("ana", "ben");
        assertThat(ben.host().pings(ana.status().self().ipv4(), AT_ONCE)).isTrue();
    }

    @Test
    void each_spelling_of_the_machine_key_registers_the_login_that_waits(Testbed testbed) {
        for (String name : new String[] {"prefixed", "bare"}) {
            RealClient client = testbed.client(name);
            PendingLogin login = client.logIn(Headscale.URL);
            Matcher machineKey = Pattern.compile("mkey:([0-9a-f]{64})").matcher(visit(client.host(), login.page()));
            assertThat(machineKey.find()).isTrue();

            testbed.headscale()
                    .run("-n", Testbed.NAMESPACE, "node", "register", machineKey.group(name.equals("bare") ? 1 : 0));

            login.awaitSuccess(AT_ONCE);
            assertThat(client.status().self().label()).isEqualTo(name);
        }
    }

    /// Opens a page as a browser on that host would.
    private static String visit(Host host, String page) {
        return host.run("curl", "--silent", "--show-error", "--fail", "--max-time", "5", page)
                .out();
    }

    /// The key in the command that the page tells its reader to type.
    private static String keyOn(String page) {
        Matcher command = COMMAND.matcher(
                HTML_TAG.matcher(page).replaceAll("").replace("&lt;", "<").replace("&gt;", ">"));
        assertThat(command.find()).as("a command to type on the page: %s", page).isTrue();
        return command.group(1);
    }
}
