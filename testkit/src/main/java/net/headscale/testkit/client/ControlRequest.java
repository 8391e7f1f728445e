package net.headscale.testkit.client;

import java.util.LinkedHashMap;
import java.util.Map;
import net.headscale.wire.json.Bytes;

/// One request inside Noise.
///
/// @param method `GET` or `POST`, or what a test wants
/// @param path with the login URL's prefix, if it has one
/// @param headers beside the pseudo headers, lower-case
public record ControlRequest(String method, String path, Map<String, String> headers, Bytes body) {
    public ControlRequest {
        headers = Map.copyOf(headers);
    }

    /// A GET.
    public static ControlRequest get(String path) {
        return new ControlRequest("GET", path, Map.of(), Bytes.none());
    }

    /// A POST of a body, without a content type: so do clients for register and map.
    public static ControlRequest post(String path, byte[] body) {
        return new ControlRequest("POST", path, Map.of(), Bytes.of(body));
    }

    /// With one more header.
    public ControlRequest with(String header, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new ControlRequest(method, path, more, body);
    }
}
