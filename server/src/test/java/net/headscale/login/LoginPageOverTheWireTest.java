package net.headscale.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.headscale.control.TestServer;
import net.headscale.testkit.client.HttpAnswer;
import net.headscale.testkit.client.SimulatedClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoginPageOverTheWireTest {
    private static final String NOBODYS = "/register/hskey-authreq-" + "0".repeat(32);

    private final TestServer server = TestServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    /// The path of the page that a client is sent to.
    private static String pathFor(SimulatedClient client) {
        String url = client.register(client.registration().build()).authUrl();
        return url.substring(TestServer.PUBLIC_URL.length());
    }

    @Test
    void the_page_shows_the_machine_key_and_the_exact_command() {
        var client = server.client("laptop");

        HttpAnswer page = client.page(pathFor(client));

        String machine = client.identity().machineKey().toString();
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains(machine).contains("node register " + machine);
    }

    @Test
    void a_page_loads_and_runs_nothing_and_tells_nobody_its_url() {
        var client = server.client("laptop");

        for (String path : new String[] {pathFor(client), NOBODYS}) {
            HttpAnswer page = client.page(path);
            assertThat(page.headers().get("content-security-policy"))
                    .contains("default-src 'none'")
                    .doesNotContain("script-src")
                    .doesNotContain("http");
            assertThat(page.headers()).containsEntry("referrer-policy", "no-referrer");
            assertThat(page.text())
                    .doesNotContain("<script")
                    .doesNotContain("src=")
                    .doesNotContain("url(");
        }
    }

    @Test
    void a_login_that_never_was_is_answered_like_one_that_was_finished_or_has_run_out() {
        var finished = server.client("finished");
        String done = pathFor(finished);
        server.approve(done.substring(done.lastIndexOf('/') + 1));
        var late = server.client("late");
        String out = pathFor(late);
        server.clock.advance(Duration.ofDays(8));

        HttpAnswer never = finished.page(NOBODYS);

        assertThat(never.status()).isEqualTo(404);
        for (String path : new String[] {done, out, "/register/x", "/register/%3Cscript%3E"}) {
            HttpAnswer page = finished.page(path);
            assertThat(page.status()).as(path).isEqualTo(404);
            assertThat(page.text()).as(path).isEqualTo(never.text());
        }
    }

    @Test
    void what_a_machine_says_of_itself_reaches_the_page_as_text_only() {
        var client = server.client("<script>alert(1)</script>\"'&");

        assertThat(client.page(pathFor(client)).text())
                .doesNotContain("<script")
                .doesNotContain("alert(1)</");
    }
}
