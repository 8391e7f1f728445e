package net.headscale.relay;

import net.headscale.http.Request;
import net.headscale.http.Response;
import net.headscale.http.Routes;
import net.headscale.wire.json.MalformedMessage;
import net.headscale.wire.tailcfg.endpoint.DerpAdmitClientCodec;
import net.headscale.wire.tailcfg.endpoint.DerpAdmitClientResponse;

/// Answers other relays whether a node may use them: what Tailscale's `derper` asks at its `--verify-client-url`.
public final class AdmissionEndpoint {
    private static final int MOST_BYTES = 4 << 10; // a question is 150

    private final Admits admits;

    public AdmissionEndpoint(Admits admits) {
        this.admits = admits;
    }

    /// Adds its path.
    public void addTo(Routes routes) {
        routes.add("POST", "/verify", this::answer);
    }

    private Response answer(Request request) {
        if (request.body().length > MOST_BYTES) {
            return Response.text(413, "expected at most 4 KiB\n");
        }
        try {
            boolean isAdmitted = admits.node(
                    DerpAdmitClientCodec.decodeRequest(request.body()).nodePublic());
            byte[] answer = DerpAdmitClientCodec.encode(new DerpAdmitClientResponse(isAdmitted));
            return Response.of(200, "application/json", answer);
        } catch (MalformedMessage malformed) {
            return Response.text(400, "expected {\"NodePublic\": \"nodekey:...\", \"Source\": \"...\"}\n");
        }
    }
}
