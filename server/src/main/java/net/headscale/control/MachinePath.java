package net.headscale.control;

import java.util.Arrays;
import java.util.Optional;
import net.headscale.session.Sessions;

/// What a machine may ask for inside its channel. There is no other list of these paths.
enum MachinePath {
    REGISTER("/machine/register"),
    MAP("/machine/map"),
    UPDATE_HEALTH("/machine/update-health"),
    AUDIT_LOG("/machine/audit-log"),
    SET_DEVICE_ATTR("/machine/set-device-attr"),
    WHOAMI("/machine/whoami"),
    SSH_ACTION(SshActions.PATH),
    ECHO(Sessions.ECHO);

    private static final String ROOT = "/machine/";

    private final String text;

    MachinePath(String text) {
        this.text = text;
    }

    /// The path; of one that ends with a slash, how it begins.
    String text() {
        return text;
    }

    private boolean isOf(String path) {
        return text.endsWith("/") ? path.startsWith(text) : path.equals(text);
    }

    /// What is asked for under a path.
    ///
    /// @param path as [#within] gives it
    static Optional<MachinePath> of(String path) {
        return Arrays.stream(values()).filter(each -> each.isOf(path)).findFirst();
    }

    /// The path of a request's target, without its query and without what a login URL had in front.
    static String within(String target) {
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        int machine = path.indexOf(ROOT);
        return machine > 0 ? path.substring(machine) : path;
    }
}
