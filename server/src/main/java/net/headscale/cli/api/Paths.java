package net.headscale.cli.api;

import java.nio.charset.StandardCharsets;

/// Paths of the API, with percent-encoding where it is needed.
public final class Paths {
    private Paths() {}

    /// `/api/v1/` and segments, each of which may hold any text.
    public static String of(Object... segments) {
        var path = new StringBuilder("/api/v1");
        for (Object segment : segments) {
            path.append('/').append(encode(segment.toString()));
        }
        return path.toString();
    }

    /// A path with one query parameter; without, when the value is empty.
    public static String withQuery(String path, String name, String value) {
        return value.isEmpty() ? path : path + (path.contains("?") ? "&" : "?") + name + "=" + encode(value);
    }

    private static String encode(String text) {
        var encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 128 && (Character.isLetterOrDigit(c) || "-._~@:".indexOf(c) >= 0)) {
                encoded.append(c);
            } else {
                encoded.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            }
        }
        return encoded.toString();
    }
}
