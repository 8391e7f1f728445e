package net.headscale.testkit.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import net.headscale.wire.json.Bytes;

/// A whole answer of the server.
///
/// @param headers by lower-case name; of several with one name the first
public record HttpAnswer(int status, Map<String, String> headers, Bytes body) {
    public HttpAnswer {
        headers = Map.copyOf(headers);
    }

    /// The body as text.
    public String text() {
        return new String(body.toArray(), UTF_8);
    }

    /// This answer, if its status is 200.
    ///
    /// @throws ClientFailure.UnexpectedStatus if it is another
    HttpAnswer orThrow() {
        if (status != 200) {
            throw new ClientFailure.UnexpectedStatus(status, text());
        }
        return this;
    }
}
