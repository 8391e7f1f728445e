package net.headscale.interop.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/// A network on one bridge of this machine, with no way out of it: the server's host, and as many others as a scenario
/// wants.
///
/// Every host has a private IPv4 address, and an IPv6 address where the underlay has one. It is taken down by
/// `close`, or when the JVM ends, or else by the next network that opens. Two networks never meet, so any number
/// may be open at a time. Thread-safe.
public final class TestNetwork implements AutoCloseable {
    /// The server's address, in a private range, since a client allows plain HTTP on any port only there (protocol 01,
    /// 5.4).
    public static final String SERVER_ADDRESS = "10.91.0.1";

    /// The server's name on every host.
    public static final String SERVER_NAME = "control.test";

    /// Another name of the server's, on every host too.
    public static final String OTHER_SERVER_NAME = "vpn.control.test";

    static final String RELAY_ADDRESS = "10.91.0.2";
    static final String RELAY_NAME = "relay.test";

    private static final String GATEWAY = "10.91.0.254";
    private static final int FIRST_CLIENT = 11;

    /// The addresses that hosts have on the bridge itself, below the tunnel.
    public enum Underlay {
        /// IPv4 alone.
        IPV4,
        /// IPv4 and IPv6.
        BOTH
    }

    private final Underlay underlay;
    private final Path folder;
    private final Shell shell;
    private final TestAuthority authority;
    private final Segment bridge;
    private final Thread atExit;

    /// Guards `clients`; held while a host is made.
    private final Object lock = new Object();

    private int clients;

    private TestNetwork(Underlay underlay, Shell shell, TestAuthority authority, Segment bridge, Thread atExit) {
        this.underlay = underlay;
        this.folder = shell.scratch();
        this.shell = shell;
        this.authority = authority;
        this.bridge = bridge;
        this.atExit = atExit;
    }

    /// Opens a network with IPv4 below the tunnel.
    public static TestNetwork open() {
        return open(Underlay.IPV4);
    }

    /// Opens a network.
    public static TestNetwork open(Underlay underlay) {
        var leftovers = new Leftovers(Path.of(System.getProperty("java.io.tmpdir")));
        leftovers.sweep();
        Path folder = leftovers.claim();
        var atExit = new Thread(() -> Leftovers.takeDown(folder), "take down " + folder.getFileName());
        Runtime.getRuntime().addShutdownHook(atExit);
        var shell = new Shell(folder, environment(folder));
        var authority = TestAuthority.open(shell, folder.resolve("authority"));
        Host switchboard = Host.open("bridge", GATEWAY, folder.resolve("bridge"), shell);
        Segment bridge = Segment.raise(switchboard, GATEWAY);
        if (underlay == Underlay.BOTH) {
            switchboard.configure("address add " + sixth(GATEWAY) + "/64 dev br0 nodad");
        }
        return new TestNetwork(underlay, shell, authority, bridge, atExit);
    }

    /// Adds the host of the server under test.
    public Host addServer() {
        return add("server", SERVER_ADDRESS);
    }

    /// Adds a host for a client.
    ///
    /// @param name its host name: a DNS label
    public Host addClient(String name) {
        synchronized (lock) {
            clients++;
            return add(name, "10.91.0." + (FIRST_CLIENT + clients - 1));
        }
    }

    /// Adds a router with a private segment behind it.
    public NatRouter addRouter(String name, NatRouter.Mapping mapping) {
        return NatRouter.open(this, addClient(name), mapping);
    }

    Host addRelay() {
        return add("relay", RELAY_ADDRESS);
    }

    /// The authority that every host of this network trusts.
    public TestAuthority authority() {
        return authority;
    }

    /// The name of this network, unique on the machine.
    public String name() {
        return folder.getFileName().toString();
    }

    /// Copies what all programs have written so far.
    ///
    /// @param destination a folder, made if it is missing
    public void copyLogs(Path destination) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path log :
                    files.filter(file -> file.toString().endsWith(".log")).toList()) {
                Path copy = destination.resolve(folder.relativize(log));
                Files.createDirectories(copy.getParent());
                Files.write(copy, Files.readAllBytes(log));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Ends every process of the network, and so every host; removes its folder.
    @Override
    public void close() {
        if (Runtime.getRuntime().removeShutdownHook(atExit)) {
            Leftovers.takeDown(folder);
        }
    }

    /// A host that is not plugged in yet.
    Host open(String name, String address) {
        Host host = Host.open(name, address, folder.resolve(name), shell);
        host.write(
                "/etc/hosts", """
                127.0.0.1 localhost
                ::1 localhost
                %s %s %s
                %s %s
                """.formatted(SERVER_ADDRESS, SERVER_NAME, OTHER_SERVER_NAME, RELAY_ADDRESS, RELAY_NAME));
        // nothing listens there, so a look-up is refused at once instead of timing out
        host.write("/etc/resolv.conf", "nameserver " + GATEWAY + "\n");
        return host;
    }

    private Host add(String name, String address) {
        Host host = open(name, address);
        bridge.plug(host);
        if (underlay == Underlay.BOTH) {
            host.configure(
                    "address add " + sixth(address) + "/64 dev eth0 nodad",
                    "-6 route add default via " + sixth(GATEWAY));
        }
        return host;
    }

    /// The IPv6 address of the same host: the last byte is kept.
    private static String sixth(String address) {
        return "fd91::" + Integer.toHexString(Segment.lastByte(address));
    }

    private static Map<String, String> environment(Path folder) {
        var environment = new HashMap<>(Leftovers.processes(folder).environment());
        environment.put("PATH", System.getenv("PATH") + ":/usr/local/sbin:/usr/sbin:/sbin");
        environment.put("LANG", "C.UTF-8");
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put(
                "SSL_CERT_FILE",
                TestAuthority.certificate(folder.resolve("authority")).toString());
        return environment;
    }
}
