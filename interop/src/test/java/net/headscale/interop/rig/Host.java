package net.headscale.interop.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A machine of the test network: its own interfaces and routes, its own host name, `/etc`, `/run` and `/var/lib`.
///
/// It is a set of Linux namespaces without a name, held open by one process: when its processes have ended, nothing of
/// it is left. The file system is this machine's, but what is written to those three folders stays in the host.
/// Thread-safe; see decision 0017.
public final class Host {
    private static final Duration MOST_TIME_TO_APPEAR = Duration.ofSeconds(10);

    /// `/sys` shows the interfaces of the namespace that mounted it, hence a fresh one.
    private static final String BECOME_A_HOST = """
            set -e
            mount -t sysfs -o ro sysfs /sys
            mount -t tmpfs -o mode=755 interop /run
            mkdir /run/etc.upper /run/etc.work
            mount -t overlay -o lowerdir=/etc,upperdir=/run/etc.upper,workdir=/run/etc.work interop /etc
            mount -t tmpfs -o mode=755 interop /var/lib
            hostname "$1"
            echo "$1" > /etc/hostname
            ip link set lo up
            echo ready
            exec sleep infinity
            """;

    private final String name;
    private final String address;
    private final Path folder;
    private final Shell shell;
    private final Program holder;

    private Host(String name, String address, Path folder, Shell shell, Program holder) {
        this.name = name;
        this.address = address;
        this.folder = folder;
        this.shell = shell;
        this.holder = holder;
    }

    /// Opens a host that has no cable yet.
    static Host open(String name, String address, Path folder, Shell shell) {
        createFolder(folder);
        Path programs = createFolder(folder.resolve("bin"));
        Shell ownShell = shell.with("HOME", folder.toString()).searchingFirst(programs);
        var command = List.of(
                "unshare",
                "--net",
                "--mount",
                "--uts",
                "--propagation",
                "private",
                "sh",
                "-c",
                BECOME_A_HOST,
                "sh",
                name);
        Program holder = ownShell.start("host " + name, command, folder.resolve("host.log"));
        Await.until("host " + name, MOST_TIME_TO_APPEAR, () -> {
            if (!holder.isRunning()) {
                throw new IllegalStateException("host " + name + " did not come up: " + holder.log());
            }
            return holder.log().contains("ready");
        });
        return new Host(name, address, folder, ownShell, holder);
    }

    /// The host name, which is also a label in the test network's names.
    public String name() {
        return name;
    }

    /// Its IPv4 address on the bridge; empty for the bridge itself.
    public String address() {
        return address;
    }

    /// A folder of its own, outside its namespaces too; it is the home folder and the working folder of its commands.
    public Path folder() {
        return folder;
    }

    /// The host's file system as this process can read it, with the host's own `/etc`, `/run` and `/var/lib`.
    public Path root() {
        return Path.of("/proc", Long.toString(holder.pid()), "root");
    }

    /// The process that holds the namespaces: what `ip link … netns` and `nsenter --target` take.
    long pid() {
        return holder.pid();
    }

    /// Runs a command to its end.
    ///
    /// @throws CommandFailedException if it fails
    public Outcome run(String... command) {
        return attempt(Command.of(command)).orThrow();
    }

    /// Runs a command to its end, which may be a failure.
    ///
    /// @throws CommandFailedException if it runs on past its limit
    public Outcome attempt(Command command) {
        return shell.with(command.variables())
                .run(entering(command), command.limit())
                .of(command.words());
    }

    /// Starts a program that stays; it prints into `NAME.log` in the host's folder.
    ///
    /// @param program its name in logs and messages
    public Program start(String program, Command command) {
        return shell.with(command.variables())
                .start(program + " on " + name, entering(command), folder.resolve(program + ".log"));
    }

    /// Sends one ICMP echo request, in IPv4 or IPv6 as the address or name has it.
    ///
    /// @param wait how long to wait for the answer
    /// @return whether it came
    public boolean pings(String destination, Duration wait) {
        String seconds = Double.toString(wait.toMillis() / 1000.0);
        return attempt(Command.of("ping", "-n", "-c", "1", "-W", seconds, destination))
                .succeeded();
    }

    /// Starts `ping`, five times a second until it is ended.
    public Program startPinging(String destination) {
        return start("ping", Command.of("ping", "-n", "-i", "0.2", destination));
    }

    /// Puts a program in front of the host's `PATH`, under its own name.
    public void install(Path program) {
        try {
            Files.createSymbolicLink(folder.resolve("bin").resolve(program.getFileName()), program);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Replaces a file below `/etc`, `/run` or `/var/lib` of this host.
    ///
    /// @param path absolute, as the host sees it
    public void write(String path, String text) {
        try {
            Files.writeString(root().resolve(path.substring(1)), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Changes the address of `eth0`, as a host does that is carried into another network; the gateway stays.
    ///
    /// [#address] goes on telling the first one.
    public void moveTo(String newAddress) {
        String way = run("ip", "route", "show", "default").out().strip();
        configure(
                "address flush dev eth0 scope global",
                "address add " + newAddress + "/24 dev eth0",
                "route add " + way);
    }

    /// Takes the host off its network, as when a cable is pulled.
    ///
    /// @return the way out that it had
    public String disconnect() {
        String way = run("ip", "route", "show", "default").out().strip();
        configure("link set dev eth0 down", "address flush dev eth0 scope global");
        return way;
    }

    /// Puts the host back, at another address of its network.
    ///
    /// @param way out, as [#disconnect] gave it
    public void connectAt(String newAddress, String way) {
        configure("address add " + newAddress + "/24 dev eth0", "link set dev eth0 up", "route add " + way);
    }

    /// Runs `ip` once for each line.
    void configure(String... lines) {
        for (String line : lines) {
            attempt(Command.of("ip").and(line.split(" "))).orThrow();
        }
    }

    /// `env` changes the folder inside the namespaces, where a folder that `nsenter` opened outside would have no path.
    private List<String> entering(Command command) {
        var entering = new ArrayList<>(List.of(
                "nsenter",
                "--target",
                Long.toString(holder.pid()),
                "--net",
                "--mount",
                "--uts",
                "--",
                "env",
                "--chdir=" + folder.resolve(command.folder())));
        entering.addAll(command.words());
        return entering;
    }

    private static Path createFolder(Path folder) {
        try {
            return Files.createDirectory(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
