package net.headscale.control;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.headscale.coordinator.Coordinator;
import net.headscale.coordinator.Directory;
import net.headscale.coordinator.RefusedException;
import net.headscale.coordinator.TailnetWriter;
import net.headscale.journal.JournalUnavailable;
import net.headscale.netmap.TaggedDevices;
import net.headscale.netmap.Viewer;
import net.headscale.registration.Answer;
import net.headscale.registration.Registrar;
import net.headscale.session.MapSession;
import net.headscale.session.Sessions;
import net.headscale.ssh.SshChecks;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.User;
import net.headscale.wire.json.MalformedMessage;
import net.headscale.wire.key.MachineKey;
import net.headscale.wire.key.NodeKey;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.tailcfg.MapRequest;
import net.headscale.wire.tailcfg.RegisterRequest;
import net.headscale.wire.tailcfg.RegisterResponse;
import net.headscale.wire.tailcfg.codec.MapRequestCodec;
import net.headscale.wire.tailcfg.codec.RegisterRequestCodec;
import net.headscale.wire.tailcfg.codec.RegisterResponseCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers inner requests. A node speaks only for the machine key that its connection proved.
///
/// Thread-safe; called on virtual threads.
final class MachineRequests {
    private static final Logger LOG = LoggerFactory.getLogger(MachineRequests.class);
    private static final int LEAST_VERSION = 113; // v1.80
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String JSON = "application/json";

    private static final Pattern ECHO = Pattern.compile(Sessions.ECHO + "([1-9][0-9]{0,17})/[0-9a-f]{1,16}");

    private static final int MOST_LOGINS = 256; // an office may start its machines at once
    private static final Duration LOGIN_PAUSE = Duration.ofSeconds(5);
    private static final int MOST_WRONG_KEYS = 20;
    private static final Duration WRONG_KEY_PAUSE = Duration.ofSeconds(10);

    private final Quota logins;
    private final Quota wrongKeys;
    private final Registrar registrar;
    private final SshActions sshActions;
    private final Sessions sessions;
    private final Coordinator coordinator;
    private final ControlWatch watch;

    /// Who asks.
    ///
    /// @param machine proven by the handshake
    /// @param version of the handshake
    /// @param source where its connection comes from
    /// @param reporters the node keys that a lite update came for on this connection
    record Peer(MachineKey machine, int version, IpAddress source, Set<NodeKey> reporters) {
        Peer(MachineKey machine, int version, IpAddress source) {
            this(machine, version, source, ConcurrentHashMap.newKeySet());
        }
    }

    MachineRequests(Registrar registrar, SshChecks sshChecks, Sessions sessions, Clock clock, ControlWatch watch) {
        this.watch = watch;
        this.logins = new Quota(clock, MOST_LOGINS, LOGIN_PAUSE);
        this.wrongKeys = new Quota(clock, MOST_WRONG_KEYS, WRONG_KEY_PAUSE);
        this.registrar = registrar;
        this.sessions = sessions;
        this.coordinator = sessions.coordinator();
        this.sshActions = new SshActions(coordinator, sshChecks);
    }

    /// Told of every answer.
    ControlWatch watch() {
        return watch;
    }

    void answer(Peer peer, String method, String target, byte[] body, InnerStream stream) {
        try {
            route(peer, method, target, body, stream);
        } catch (HostinfoLimits.Exceeded exceeded) {
            stream.reply(413, TEXT, bytes(String.valueOf(exceeded.getMessage())));
        } catch (MalformedMessage malformed) {
            LOG.atDebug().addKeyValue("reason", malformed.getMessage()).log("malformed request");
            stream.reply(400, TEXT, bytes("malformed request: " + malformed.getMessage()));
        } catch (RefusedException refused) {
            stream.reply(503, TEXT, bytes("the server is busy, try again"));
        } catch (JournalUnavailable unavailable) {
            LOG.atError().addKeyValue("reason", unavailable.getMessage()).log("request failed");
            stream.reply(503, TEXT, bytes("the server cannot store anything now, try again"));
        } catch (InterruptedException gone) {
            Thread.currentThread().interrupt(); // the client went; nobody is there to be answered
        } catch (RuntimeException broken) {
            LOG.atError().setCause(broken).log("request failed");
            stream.reply(500, TEXT, bytes("internal error"));
        }
    }

    private void route(Peer peer, String method, String target, byte[] body, InnerStream stream)
            throws InterruptedException {
        String path = MachinePath.within(target);
        Optional<MachinePath> served = MachinePath.of(path);
        if (served.isEmpty()) {
            LOG.atDebug()
                    .addKeyValue("method", method)
                    .addKeyValue("path", path)
                    .log("path not served");
            stream.reply(404, TEXT, bytes("not served here: " + path.substring(0, Math.min(path.length(), 100))));
            return;
        }
        switch (served.get()) {
            case REGISTER -> register(peer, RegisterRequestCodec.decode(body), stream);
            case MAP -> map(peer, MapRequestCodec.decode(body), stream);
            case UPDATE_HEALTH, AUDIT_LOG, SET_DEVICE_ATTR -> acknowledge(peer, body, stream);
            case WHOAMI -> stream.reply(200, TEXT, bytes(peer.machine.toString()));
            case SSH_ACTION -> stream.reply(200, JSON, sshActions.answer(peer.machine, target));
            case ECHO -> echo(peer, path, stream);
        }
    }

    /// Whatever a client answers to `/echo`, it is alive; one that lacks the path answers that it does.
    private void echo(Peer peer, String path, InnerStream stream) {
        Matcher answer = ECHO.matcher(path);
        if (answer.matches() && sessions.answered(new NodeId(Long.parseLong(answer.group(1))), peer.machine)) {
            stream.reply(200, TEXT, new byte[0]);
        } else {
            refuseUnknown(stream);
        }
    }

    /// Takes what a client tells and nobody asks for here; only of the node whose key it names.
    private void acknowledge(Peer peer, byte[] body, InnerStream stream) {
        if (isKnown(peer, NodeKeyIn.document(body))) {
            stream.reply(200, JSON, bytes("{}"));
        } else {
            refuseUnknown(stream);
        }
    }

    /// An unknown node and another machine's are answered alike.
    private static void refuseUnknown(InnerStream stream) {
        stream.reply(404, TEXT, bytes("node not found"));
    }

    private void register(Peer peer, RegisterRequest request, InnerStream stream) throws InterruptedException {
        if (request.version() < LEAST_VERSION) {
            refuseVersion(request.version(), stream);
            return;
        }
        boolean isKeyTried = !request.authKey().isEmpty();
        Quota quota = isKeyTried ? wrongKeys : logins;
        if (!isKnown(peer, request.nodeKey()) && !quota.isLeft(peer.source)) {
            refuseForNow(stream);
            return;
        }
        Answer answer = request.nodeKey().isZero()
                ? new Answer.Refused("no node key in the request")
                : registrar.register(peer.machine, kept(request));
        boolean isCounted = answer instanceof Answer.KeyUnknown || answer instanceof Answer.LoginNeeded;
        if (isCounted) {
            quota.spend(peer.source);
        }
        reply(answer, stream);
    }

    private static void refuseForNow(InnerStream stream) {
        stream.reply(429, TEXT, bytes("too many registrations, try again later"));
    }

    /// Whether a machine has this node already: its restarts are never refused for what others do behind its
    /// address.
    private boolean isKnown(Peer peer, NodeKey key) {
        return coordinator
                .directory()
                .find(key)
                .flatMap(
                        place -> coordinator.find(place.tailnet()).flatMap(writer -> current(writer, place, peer, key)))
                .isPresent();
    }

    /// A request whose Hostinfo is within bounds.
    ///
    /// @throws HostinfoLimits.Exceeded if it is not
    private static RegisterRequest kept(RegisterRequest request) {
        HostinfoLimits.check(request.hostinfo());
        return request;
    }

    private static void reply(Answer answer, InnerStream stream) {
        switch (answer) {
            case Answer.Admitted(Tailnet tailnet, Node node) -> reply(admitted(tailnet, node), stream);
            case Answer.LoginNeeded(String url) -> reply(RegisterResponse.visit(url), stream);
            case Answer.KeyExpired _ -> reply(RegisterResponse.keyExpired(), stream);
            case Answer.KeyUnknown _ -> reply(RegisterResponse.refused("invalid pre auth key"), stream);
            case Answer.Refused(String why) -> reply(RegisterResponse.refused(why), stream);
            case Answer.TooManyWait _ -> refuseForNow(stream);
        }
    }

    private static void reply(RegisterResponse response, InnerStream stream) {
        stream.reply(200, JSON, RegisterResponseCodec.encode(response));
    }

    private static RegisterResponse admitted(Tailnet tailnet, Node node) {
        if (node.owner().isTagged()) {
            return admitted(TaggedDevices.ID, TaggedDevices.LOGIN, TaggedDevices.LOGIN, "");
        }
        User user = tailnet.users().find(node.owner().user()).orElseThrow();
        return admitted(
                user.id().value(), user.name(), user.shownName(), user.profile().pictureUrl());
    }

    private static RegisterResponse admitted(long id, String login, String name, String picture) {
        return RegisterResponse.admitted(
                new RegisterResponse.User(id, name, picture, null),
                new RegisterResponse.Login(id, "", login, name, picture),
                true);
    }

    private void map(Peer peer, MapRequest request, InnerStream stream) {
        if (request.version() < LEAST_VERSION) {
            refuseVersion(request.version(), stream);
            return;
        }
        HostinfoLimits.check(request.hostinfo());
        Optional<Directory.Place> place = coordinator.directory().find(request.nodeKey());
        Optional<TailnetWriter> writer = place.flatMap(found -> coordinator.find(found.tailnet()));
        Optional<Node> node = writer.flatMap(found -> current(found, place.orElseThrow(), peer, request.nodeKey()));
        if (node.isEmpty()) {
            refuseUnknown(stream);
            return;
        }
        if (request.stream()) {
            if (!peer.reporters.contains(request.nodeKey())) {
                writer.orElseThrow().submit(Report.ofStream(node.get().id(), request));
            }
            open(writer.orElseThrow(), node.get(), request, stream);
            return;
        }
        peer.reporters.add(request.nodeKey());
        report(writer.orElseThrow(), node.get(), request);
        stream.reply(200, TEXT, new byte[0]);
    }

    private void report(TailnetWriter writer, Node node, MapRequest request) {
        try {
            writer.submit(Report.ofUpdate(node.id(), request));
            watch.reported(ControlWatch.Report.TAKEN);
        } catch (RuntimeException notTaken) {
            watch.reported(ControlWatch.Report.FAILED);
            throw notTaken;
        }
    }

    private static Optional<Node> current(TailnetWriter writer, Directory.Place place, Peer peer, NodeKey key) {
        return writer.current()
                .tailnet()
                .nodes()
                .find(place.node())
                .filter(node -> node.keys().machine().equals(peer.machine)
                        && node.keys().node().equals(key));
    }

    private void open(TailnetWriter writer, Node node, MapRequest request, InnerStream stream) {
        stream.startMap();
        Viewer viewer = new Viewer(node.id(), request.version());
        MapSession session = sessions.open(writer, viewer, request.nodeKey(), stream);
        stream.attach(session);
    }

    private static void refuseVersion(int version, InnerStream stream) {
        stream.reply(400, TEXT, bytes("unsupported client version: " + version + ", expected v1.80 or later"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
