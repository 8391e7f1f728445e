package net.headscale.http;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import net.headscale.wire.net.IpAddress;

/// What a client asks, read to its end.
///
/// @param method such as `GET`
/// @param path decoded, without the query
/// @param query decoded parameters
/// @param headers names in lower case
/// @param body at most what the listener allows
/// @param source where it comes from
/// @param parameters the parts of the path that its route names, decoded
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Request(
        String method,
        String path,
        Map<String, List<String>> query,
        Map<String, List<String>> headers,
        byte[] body,
        Source source,
        Map<String, String> parameters) {
    /// Where a request comes from.
    public sealed interface Source {
        /// A peer over TCP: the address of the connection, or what a trusted proxy says.
        record Network(IpAddress address, boolean isTls) implements Source {}

        /// A process on this machine that may open the server's unix socket.
        record LocalSocket() implements Source {}
    }

    /// The first value of a header.
    ///
    /// @param name in lower case
    public Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    /// The first value of a query parameter.
    public Optional<String> query(String name) {
        return query.getOrDefault(name, List.of()).stream().findFirst();
    }

    /// The decoded fields of a body of type `application/x-www-form-urlencoded`, none for no body at all; nothing if
    /// the body is something else.
    public Optional<Map<String, List<String>>> form() {
        if (body.length == 0) {
            return Optional.of(Map.of());
        }
        boolean isForm = header("content-type")
                .filter(type -> type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded"))
                .isPresent();
        try {
            return isForm
                    ? Optional.of(new QueryStringDecoder(new String(body, StandardCharsets.UTF_8), false).parameters())
                    : Optional.empty();
        } catch (IllegalArgumentException notEncoded) {
            return Optional.empty();
        }
    }

    /// A part of the path that the route names.
    ///
    /// @throws IllegalStateException if the route names no such part
    public String parameter(String name) {
        String value = parameters.get(name);
        if (value == null) {
            throw new IllegalStateException("no parameter " + name + " in the route of " + path);
        }
        return value;
    }

    Request withParameters(Map<String, String> matched) {
        return new Request(method, path, query, headers, body, source, Map.copyOf(matched));
    }
}
