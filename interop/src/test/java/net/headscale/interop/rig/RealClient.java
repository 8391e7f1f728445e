package net.headscale.interop.rig;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One unmodified `tailscaled` on a host of its own, with its command line. Thread-safe but for starting and ending the
/// daemon.
///
/// It keeps all defaults: socket, state folder, TUN device. The one thing it is told that a user would not tell it
/// is to upload no logs.
public final class RealClient {
    private static final Duration MOST_TIME_TO_START = Duration.ofSeconds(20);
    private static final Duration MOST_TIME_TO_JOIN = Duration.ofSeconds(30);
    private static final Command DAEMON = Command.of("tailscaled", "--no-logs-no-support");
    private static final Pattern AUTH_URL = Pattern.compile("To authenticate, visit:\\s+(\\S+)\\s");
    private static final Pattern PONG = Pattern.compile("pong from .* via (\\S+) in ");
    private static final JsonMapper JSON = new JsonMapper();

    private final Host host;
    private final Command command;
    private Program daemon;
    private int logins;

    private RealClient(Host host, Command command, Program daemon) {
        this.host = host;
        this.command = command;
        this.daemon = daemon;
    }

    /// Starts the newest client on a new host.
    ///
    /// @param name the host's name, and so the node's
    public static RealClient start(TestNetwork network, String name) {
        return start(network.addClient(name), ClientVersion.V1_102);
    }

    /// Starts a client on a host and waits until its command line works.
    public static RealClient start(Host host, ClientVersion version) {
        host.install(version.folder().resolve("tailscaled"));
        host.install(version.folder().resolve("tailscale"));
        Command command =
                version == ClientVersion.V1_102_WEBSOCKETS ? DAEMON.with("TS_DEBUG_DERP_WS_CLIENT", "true") : DAEMON;
        var client = new RealClient(host, command, launch(host, command));
        client.awaitCommandLine();
        return client;
    }

    /// The host it runs on.
    public Host host() {
        return host;
    }

    /// The host's name.
    public String name() {
        return host.name();
    }

    /// The daemon's process.
    public Program daemon() {
        return daemon;
    }

    /// Runs `tailscale` with these arguments.
    ///
    /// @throws CommandFailedException if it fails
    public Outcome tailscale(String... arguments) {
        return attempt(MOST_TIME_TO_JOIN, arguments).orThrow();
    }

    /// Runs `tailscale` with these arguments, which may fail.
    public Outcome attempt(Duration limit, String... arguments) {
        return host.attempt(commandLine().and(arguments).within(limit));
    }

    /// Joins with a pre-auth key.
    ///
    /// @return how the command ended, and how long it took to the state `Running`
    public Outcome up(String server, String key, String... flags) {
        return attemptUp(server, key, flags).orThrow();
    }

    /// Tries to join with a pre-auth key that may be refused.
    public Outcome attemptUp(String server, String key, String... flags) {
        return host.attempt(upCommand(server, key, flags).within(MOST_TIME_TO_JOIN));
    }

    /// The command that joins with a pre-auth key, for [Host#start].
    public Command upCommand(String server, String key, String... flags) {
        return commandLine()
                .and("up", "--login-server", server, "--authkey", key)
                .and(flags);
    }

    /// Goes up again as it is set up.
    public Outcome up() {
        return tailscale("up");
    }

    /// Asks to join without a key, and waits for the page that the client wants its user to visit.
    ///
    /// @return as soon as the address of the page is printed; the command goes on waiting
    public PendingLogin logIn(String server, String... flags) {
        logins++;
        Command up = commandLine().and("up", "--login-server", server).and(flags);
        Program waiting = host.start("up-" + logins, up);
        String page = Await.value("the page to visit for " + name(), MOST_TIME_TO_JOIN, () -> page(waiting))
                .value();
        return new PendingLogin(page, waiting);
    }

    /// Goes down; the daemon stays.
    public void down() {
        tailscale("down");
    }

    /// Logs out: the node key ends.
    public void logOut() {
        tailscale("logout");
    }

    /// What `tailscale status` shows.
    public ClientStatus status() {
        return ClientStatus.parse(tailscale("status", "--json").out());
    }

    /// The netmap as the client has put it together (`tailscale debug netmap`).
    public JsonNode netmap() {
        return JSON.readTree(tailscale("debug", "netmap").out());
    }

    /// Sends an ICMP echo request through the tunnel in each family, from kernel to kernel.
    ///
    /// @param wait how long to wait for each answer
    /// @return the families in which it came
    public Set<Family> reaches(RealClient other, Duration wait) {
        ClientStatus.Peer target = other.status().self();
        var answered = EnumSet.noneOf(Family.class);
        if (host.pings(target.ipv4(), wait)) {
            answered.add(Family.IPV4);
        }
        if (host.pings(target.ipv6(), wait)) {
            answered.add(Family.IPV6);
        }
        return answered;
    }

    /// Whether the host's programs find an address by this name.
    ///
    /// @param name with its final dot, else it is tried in the tailnet's domain too
    public boolean resolves(String name) {
        // the network has no name server: what the client does not know itself, nobody answers
        Command lookup = Command.of("getent", "hosts", name).with("RES_OPTIONS", "timeout:1 attempts:1");
        return host.attempt(lookup).succeeded();
    }

    /// The IPv4 addresses that the host's programs find by this name.
    ///
    /// @param name with its final dot, else it is tried in the search domains too
    public List<String> addresses(String name) {
        Command lookup = Command.of("getent", "ahostsv4", name).with("RES_OPTIONS", "timeout:1 attempts:1");
        return host.attempt(lookup)
                .out()
                .lines()
                .filter(line -> !line.isBlank())
                .map(line -> line.split("\\s+")[0])
                .distinct()
                .toList();
    }

    /// Sends one disco ping.
    ///
    /// @return the way the answer took: an endpoint, or `DERP(code)`; empty if none came
    public Optional<String> discoPing(String destination) {
        Outcome ping =
                attempt(MOST_TIME_TO_JOIN, "ping", "--c", "1", "--timeout", "3s", "--until-direct=false", destination);
        Matcher pong = PONG.matcher(ping.out());
        return pong.find() ? Optional.of(pong.group(1)) : Optional.empty();
    }

    /// Ends the daemon as a power cut would.
    public void kill() {
        daemon.kill();
    }

    /// Stops the daemon where it is, with all its connections; [#thaw] lets it go on.
    public void freeze() {
        host.run("kill", "-STOP", Long.toString(daemon.pid()));
    }

    /// Lets a frozen daemon go on.
    public void thaw() {
        host.run("kill", "-CONT", Long.toString(daemon.pid()));
    }

    /// Ends the daemon as a shutdown would.
    public void stop() {
        daemon.stop();
    }

    /// Starts the daemon again, with the state that it left.
    public void startAgain() {
        if (daemon.isRunning()) {
            throw new IllegalStateException(daemon + " runs");
        }
        daemon = launch(host, command);
        awaitCommandLine();
    }

    private static Program launch(Host host, Command command) {
        return host.start("tailscaled", command);
    }

    private void awaitCommandLine() {
        Await.until("the command line of " + daemon, MOST_TIME_TO_START, () -> {
            if (!daemon.isRunning()) {
                throw new IllegalStateException(daemon + " ended: " + daemon.log());
            }
            return !status().state().equals("NoState");
        });
    }

    private static Command commandLine() {
        return Command.of("tailscale");
    }

    private static Optional<String> page(Program up) {
        Matcher url = AUTH_URL.matcher(up.log());
        if (url.find()) {
            return Optional.of(url.group(1));
        }
        if (!up.isRunning()) {
            throw new IllegalStateException(up + " ended without a page to visit: " + up.log());
        }
        return Optional.empty();
    }
}
