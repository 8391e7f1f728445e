package net.headscale.login;

import java.util.Optional;
import net.headscale.http.Request;
import net.headscale.http.Response;
import net.headscale.http.Routes;
import net.headscale.journal.PendingLogin;
import net.headscale.registration.Registrar;
import net.headscale.ssh.SshChecks;
import net.headscale.ssh.SshLogin;
import net.headscale.tailnet.NodeId;

/// The page behind an AuthURL: it shows the machine key and the command that lets the node in.
public final class LoginPages {
    private static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    private final Registrar registrar;
    private final SshChecks sshChecks;

    /// @param registrar knows the nodes that wait
    /// @param sshChecks know the SSH logins that wait
    public LoginPages(Registrar registrar, SshChecks sshChecks) {
        this.registrar = registrar;
        this.sshChecks = sshChecks;
    }

    /// Adds the paths of these pages.
    public void addTo(Routes routes) {
        routes.add("GET", "/register/{authId}", this::show);
        routes.add("GET", "/auth/{authId}", this::showSsh);
    }

    private Response show(Request request) {
        String authId = request.parameter("authId");
        Optional<PendingLogin> login = registrar.waiting(authId);
        return guarded(login.map(found -> page(found, authId)));
    }

    private Response showSsh(Request request) {
        String authId = request.parameter("authId");
        return guarded(sshChecks.waiting(authId).map(login -> sshPage(login, authId)));
    }

    private static Response guarded(Optional<String> found) {
        Response page = found.map(html -> Response.html(200, html)).orElseGet(() -> Response.html(404, nothing()));
        return page.withHeader("content-security-policy", POLICY)
                .withHeader("referrer-policy", "no-referrer")
                .withHeader("x-content-type-options", "nosniff")
                .withHeader("x-frame-options", "DENY")
                .withHeader("cache-control", "no-store");
    }

    private static String page(PendingLogin login, String authId) {
        return frame("""
                <h1>A machine wants to join</h1>
                <p>Its machine key is</p>
                <pre>%s</pre>
                <p>To let it in, run this on the server, with the name of your namespace:</p>
                <pre>headscale -n NAMESPACE node register %s</pre>
                <p>or, for a user of the default tailnet:</p>
                <pre>headscale auth register --auth-id %s --user USERNAME</pre>
                <p>Do so only if the machine is yours: compare the key.</p>
                """.formatted(
                escaped(login.machine().toString()), escaped(login.machine().toString()), escaped(authId)));
    }

    private static String sshPage(SshLogin login, String authId) {
        return frame("""
                <h1>An SSH login waits</h1>
                <p>From <code>%s</code> to <code>%s</code>, as the user <code>%s</code>.</p>
                <p>To let it in, run this on the server:</p>
                <pre>headscale auth approve --auth-id %s</pre>
                <p>To turn it away:</p>
                <pre>headscale auth reject --auth-id %s</pre>
                <p>Approve only a login that you have just begun yourself.</p>
                """.formatted(
                        escaped(name(login, login.source())),
                        escaped(name(login, login.destination())),
                        escaped(login.user()),
                        escaped(authId),
                        escaped(authId)));
    }

    private static String name(SshLogin login, NodeId node) {
        return login.node(node).map(found -> found.name().label()).orElse("a node that is gone");
    }

    private static String nothing() {
        return frame("""
                <h1>Nothing waits here</h1>
                <p>This login was finished, has run out, or never was. Start it again on the machine.</p>
                """);
    }

    private static String frame(String content) {
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

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
