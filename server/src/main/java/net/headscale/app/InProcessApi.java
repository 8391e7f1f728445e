package net.headscale.app;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.headscale.cli.api.Api;
import net.headscale.http.Request;
import net.headscale.http.Response;
import net.headscale.http.Routes;

/// The REST API in this process, for commands that run while no server does: the same handlers, without a listener.
final class InProcessApi implements Api {
    private final Routes routes;
    private final Runnable onClose;

    /// @param routes with the API
    /// @param onClose lets go of the database
    InProcessApi(Routes routes, Runnable onClose) {
        this.routes = routes;
        this.onClose = onClose;
    }

    @Override
    public Reply call(Call call) {
        var uri = new QueryStringDecoder(call.path());
        Map<String, List<String>> headers =
                call.tailnet().isEmpty() ? Map.of() : Map.of("headscale-tailnet", List.of(call.tailnet()));
        Response response = routes.call(new Request(
                call.method(),
                uri.rawPath(),
                uri.parameters(),
                headers,
                call.body().getBytes(StandardCharsets.UTF_8),
                new Request.Source.LocalSocket(),
                Map.of()));
        return new Reply(response.status(), new String(response.body(), StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        onClose.run();
    }
}
