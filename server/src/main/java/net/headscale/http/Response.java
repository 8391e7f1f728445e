package net.headscale.http;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a client is answered.
///
/// @param status such as 200
/// @param headers content type and others; `content-length` is added
/// @param body the whole
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Response(int status, Map<String, String> headers, byte[] body) {
    public Response {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /// An answer of a given media type.
    public static Response of(int status, String contentType, byte[] body) {
        return new Response(status, Map.of("content-type", contentType), body);
    }

    /// Plain text, for people.
    public static Response text(int status, String text) {
        return of(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /// A JSON document.
    public static Response json(int status, String json) {
        return of(status, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    /// A page.
    public static Response html(int status, String html) {
        return of(status, "text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8));
    }

    /// Nothing but a status.
    public static Response empty(int status) {
        return new Response(status, Map.of(), new byte[0]);
    }

    /// This answer with one more header.
    public Response withHeader(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Response(status, more, body);
    }
}
