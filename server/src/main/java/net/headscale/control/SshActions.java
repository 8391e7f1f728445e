package net.headscale.control;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.headscale.coordinator.Coordinator;
import net.headscale.ssh.SshChecks;
import net.headscale.ssh.SshLogin;
import net.headscale.tailnet.NodeId;
import net.headscale.wire.key.MachineKey;
import net.headscale.wire.tailcfg.SshPolicy.SshAction;
import net.headscale.wire.tailcfg.codec.SshActionCodec;

/// `/machine/ssh/action`: what a client that serves SSH asks about a login that the policy wants checked.
///
/// @param coordinator knows whose node it is
/// @param checks answer
record SshActions(Coordinator coordinator, SshChecks checks) {
    static final String PATH = "/machine/ssh/action/";

    private static final Pattern ENDS = Pattern.compile(PATH + "([1-9][0-9]{0,17})/to/([1-9][0-9]{0,17})");

    /// The action, as JSON. A refusal is an answer too: after a status other than 200 clients ask again.
    ///
    /// @param machine who asks; only the destination's own may
    /// @throws InterruptedException if the client is gone
    byte[] answer(MachineKey machine, String target) throws InterruptedException {
        var uri = new QueryStringDecoder(target.substring(target.indexOf(PATH)));
        Optional<SshLogin> login = login(machine, uri);
        return SshActionCodec.encode(
                login.isEmpty()
                        ? SshAction.refuse("There is no such login.\n")
                        : checks.answer(login.get(), parameter(uri, "check")));
    }

    private Optional<SshLogin> login(MachineKey machine, QueryStringDecoder uri) {
        Matcher ends = ENDS.matcher(uri.path());
        if (!ends.matches()) {
            return Optional.empty();
        }
        NodeId source = new NodeId(Long.parseLong(ends.group(1)));
        NodeId destination = new NodeId(Long.parseLong(ends.group(2)));
        return coordinator.all().stream()
                .map(tailnet -> new SshLogin(tailnet, source, destination, parameter(uri, "local_user")))
                .filter(login -> login.node(destination)
                        .filter(node -> node.keys().machine().equals(machine))
                        .isPresent())
                .findFirst();
    }

    private static String parameter(QueryStringDecoder uri, String name) {
        return uri.parameters().getOrDefault(name, List.of("")).getFirst();
    }
}
