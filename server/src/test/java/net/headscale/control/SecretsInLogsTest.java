package net.headscale.control;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import net.headscale.testkit.client.SimulatedClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// Whoever may read the log may not log in with what stands in it.
class SecretsInLogsTest {
    private final Logger product = (Logger) LoggerFactory.getLogger("net.headscale");
    private final Lines lines = new Lines();
    private Level before;

    @BeforeEach
    void listen() {
        before = product.getLevel();
        product.setLevel(Level.TRACE);
        lines.start();
        product.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        product.detachAppender(lines);
        product.setLevel(before);
    }

    @Test
    void no_auth_url_key_or_token_is_logged_at_any_level() {
        String authKey;
        String authUrl;
        SimulatedClient client;
        try (TestServer server = TestServer.start()) {
            authKey = server.singleUseKey();
            client = server.client("laptop");
            client.join(authKey);
            server.client("second").join(authKey);
            server.client("third").join(authKey + "x");
            var waiting = server.client("fourth");
            authUrl = waiting.register(waiting.registration().build()).authUrl();
            server.approve(authUrl.substring(authUrl.lastIndexOf('/') + 1));
            waiting.register(waiting.registration().followup(authUrl).build());
            TestServer.polled(client);
            client.get("/machine/none?key=" + authKey);
            client.page("/key?v=" + authKey);
            client.page("/register/" + authUrl.substring(authUrl.lastIndexOf('/') + 1));
        }

        String secretPart = authKey.substring(authKey.lastIndexOf('-') + 1);
        String authId = authUrl.substring(authUrl.lastIndexOf('-') + 1);
        assertThat(lines.texts)
                .as("something was logged, or this proves nothing")
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).doesNotContain(secretPart).doesNotContain(authId));
    }

    private static final class Lines extends AppenderBase<ILoggingEvent> {
        final List<String> texts = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            String values = event.getKeyValuePairs() == null
                    ? ""
                    : event.getKeyValuePairs().toString();
            String cause = event.getThrowableProxy() == null
                    ? ""
                    : event.getThrowableProxy().getMessage();
            texts.add(event.getFormattedMessage() + " " + values + " " + event.getMDCPropertyMap() + " " + cause);
        }
    }
}
