package net.headscale.admin;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.slf4j.LoggerFactory;

@ResourceLock("net.headscale.audit")
class AuditTest {
    @AutoClose
    private final Administration admin = new Administration();

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("net.headscale.audit");

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
    }

    private Map<String, Object> onlyLine() {
        assertThat(lines.list).hasSize(1);
        return lines.list.getFirst().getKeyValuePairs().stream()
                .collect(Collectors.toMap(pair -> pair.key, pair -> pair.value));
    }

    @Test
    void a_token_is_noted_with_the_client_that_got_it_or_nobody() {
        String secret = admin.ask("POST", "/api/v1/oauthclient", "{\"scopes\": [\"users\"]}")
                .json()
                .at("/oauthClient/key")
                .asString();
        var form = Map.of("content-type", List.of("application/x-www-form-urlencoded"));
        lines.list.clear();

        admin.post("/api/v2/oauth/token", "client_secret=" + secret, form);

        assertThat(onlyLine())
                .containsEntry("act", "createAccessToken")
                .containsEntry("by", secret.substring(0, secret.lastIndexOf('-')) + "-***")
                .containsEntry("status", 200);
        lines.list.clear();
        admin.post("/api/v2/oauth/token", "client_secret=nonsense", form);
        assertThat(onlyLine()).containsEntry("by", "nobody").containsEntry("status", 401);
    }

    private String newKey() {
        String key = admin.ask("POST", "/api/v1/apikey").json().path("apiKey").asString();
        lines.list.clear();
        return key;
    }

    @Test
    void an_act_is_noted_with_who_what_where_and_its_outcome() {
        String key = newKey();

        admin.askWith(key, "DELETE", "/api/v1/node/99", Map.of());

        assertThat(onlyLine())
                .containsEntry("act", "deleteNode")
                .containsEntry("path", "/api/v1/node/99")
                .containsEntry("by", key.substring(0, key.lastIndexOf('-')) + "-***")
                .containsEntry("from", "192.0.2.1")
                .containsEntry("tailnet", "default")
                .containsEntry("status", 404);
    }

    @Test
    void what_only_reads_is_not_noted_unless_it_is_tried_without_a_key() {
        admin.ask("GET", "/api/v1/node");
        assertThat(lines.list).isEmpty();

        admin.askWith("hskey-api-000000000000-guess", "GET", "/api/v1/node", Map.of());
        assertThat(onlyLine()).containsEntry("by", "nobody").containsEntry("status", 401);
    }

    @Test
    void whom_and_what_an_act_is_about_is_noted_and_stays_on_its_line() {
        admin.ask("POST", "/api/v1/user", "{\"name\": \"ana\", \"displayName\": \"Ana\"}");
        assertThat(onlyLine()).containsEntry("named", "{\"name\":\"ana\"}");
        lines.list.clear();

        admin.ask("DELETE", "/api/v1/preauthkey?id=7");
        assertThat(onlyLine()).containsEntry("named", "{\"id\":\"7\"}");
        lines.list.clear();

        admin.ask("POST", "/api/v1/user", "{\"name\": \"two\\nlines\"}");
        assertThat(onlyLine())
                .containsEntry("named", "{\"name\":\"two\\nlines\"}")
                .containsEntry("status", 400);
        lines.list.clear();

        admin.askWith("hskey-api-000000000000-guess", "DELETE", "/api/v1/preauthkey?id=7", Map.of());
        assertThat(onlyLine()).doesNotContainKey("named");
    }

    @Test
    void no_secret_is_noted_even_where_somebody_writes_one_into_a_path() {
        String key = newKey();
        String secret = key.substring(key.lastIndexOf('-') + 1);

        admin.askWith(key, "DELETE", "/api/v1/apikey/" + key, Map.of("authorization", List.of("Bearer " + key)));

        assertThat(onlyLine().toString()).doesNotContain(secret);
    }
}
