package net.headscale.login;

import net.headscale.http.Response;

/// A page for people: no script, and nothing that a browser would load from elsewhere.
final class Page {
    private static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    private Page() {}

    /// @param content of its body, with everything foreign [escaped][#escaped]
    static String of(String content) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>headscale</title>
                <style>body{font:1rem/1.5 system-ui,sans-serif;max-width:44rem;margin:3rem auto;padding:0 1rem}
                pre{background:#f2f2f2;padding:.75rem;overflow-x:auto}
                @media(prefers-color-scheme:dark){body{background:#111;color:#eee}pre{background:#222}}</style>
                </head>
                <body>
                %s</body>
                </html>
                """.formatted(content);
    }

    static Response answer(int status, String page) {
        return Response.html(status, page)
                .withHeader("content-security-policy", POLICY)
                .withHeader("referrer-policy", "no-referrer")
                .withHeader("x-content-type-options", "nosniff")
                .withHeader("x-frame-options", "DENY");
    }

    /// Text as HTML and XML show it.
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
