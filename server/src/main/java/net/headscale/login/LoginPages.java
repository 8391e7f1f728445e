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
        return Page.answer(found.isPresent() ? 200 : 404, found.orElseGet(LoginPages::nothing))
                .withHeader("cache-control", "no-store");
    }

    private static String page(PendingLogin login, String authId) {
        return Page.of("""
                <h1>A machine wants to join</h1>
                <p>Its machine key is</p>
                <pre>%s</pre>
                <p>To let it in, run this on the server, with the name of your namespace:</p>
                <pre>headscale -n NAMESPACE node register %s</pre>
                <p>or, for a user of the default tailnet:</p>
                <pre>headscale auth register --auth-id %s --user USERNAME</pre>
                <p>Do so only if the machine is yours: compare the key.</p>
                """.formatted(
                        Page.escaped(login.machine().toString()),
                        Page.escaped(login.machine().toString()),
                        Page.escaped(authId)));
    }

    private static String sshPage(SshLogin login, String authId) {
        return Page.of("""
                <h1>An SSH login waits</h1>
                <p>From <code>%s</code> to <code>%s</code>, as the user <code>%s</code>.</p>
                <p>To let it in, run this on the server:</p>
                <pre>headscale auth approve --auth-id %s</pre>
                <p>To turn it away:</p>
                <pre>headscale auth reject --auth-id %s</pre>
                <p>Approve only a login that you have just begun yourself.</p>
                """.formatted(
                        Page.escaped(name(login, login.source())),
                        Page.escaped(name(login, login.destination())),
                        Page.escaped(login.user()),
                        Page.escaped(authId),
                        Page.escaped(authId)));
    }

    private static String name(SshLogin login, NodeId node) {
        return login.node(node).map(found -> found.name().label()).orElse("a node that is gone");
    }

    private static String nothing() {
        return Page.of("""
                <h1>Nothing waits here</h1>
                <p>This login was finished, has run out, or never was. Start it again on the machine.</p>
                """);
    }
}
