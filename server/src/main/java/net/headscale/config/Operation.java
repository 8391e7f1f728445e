package net.headscale.config;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import net.headscale.config.key.Reading;

/// How the server is run and watched.
///
/// @param socket where commands of this machine are taken
/// @param metrics where metrics and debug pages are served
/// @param log what is logged, and how
public record Operation(Socket socket, Metrics metrics, Log log) {
    /// A unix socket.
    ///
    /// @param permission of the file, as in `chmod`
    public record Socket(Path path, int permission) {}

    /// Where metrics and debug pages are served.
    public sealed interface Metrics {
        /// Nowhere.
        record Off() implements Metrics {}

        /// On a listener of their own; never on the main one.
        record At(ListenAddress listen) implements Metrics {}
    }

    /// What is logged, and how.
    public record Log(Level level, Format format) {}

    /// The least important lines that are logged.
    public enum Level {
        TRACE,
        DEBUG,
        INFO,
        WARN,
        ERROR
    }

    /// How lines are logged.
    public enum Format {
        TEXT,
        JSON
    }

    // sun_path of Linux is 108 bytes with its end; macOS has 104
    private static final int LONGEST_SOCKET_PATH = 103;
    private static final Path SYSTEM_SOCKET = Path.of("/var/run/headscale/headscale.sock");

    static Operation read(Reading reading, Storage storage) {
        String metrics = reading.text("metrics_listen_addr", "");
        return new Operation(
                new Socket(readSocketPath(reading, storage), readPermission(reading)),
                metrics.isEmpty()
                        ? new Metrics.Off()
                        : reading.read(
                                "metrics_listen_addr",
                                new Metrics.Off(),
                                text -> new Metrics.At(ListenAddress.parse(text))),
                new Log(
                        reading.read("log.level", Level.INFO, Operation::level),
                        reading.choice("log.format", Format.TEXT, Format.class)));
    }

    private static Path readSocketPath(Reading reading, Storage storage) {
        Path path = reading.path("unix_socket", defaultSocket(reading, storage));
        if (path.toString().length() > LONGEST_SOCKET_PATH) {
            reading.reject("unix_socket", path + " is too long for a socket", "set a path of at most 103 letters");
        }
        return path;
    }

    /// Today's configurations expect the machine's socket; those of 2021, and none at all, have one beside their
    /// database.
    private static Path defaultSocket(Reading reading, Storage storage) {
        boolean isOfToday = reading.isSet("database.type") && !reading.isSetByOtherName("database.type");
        return isOfToday
                ? SYSTEM_SOCKET
                : besideDatabase(storage).orElse(reading.folder()).resolve("headscale.sock");
    }

    private static Optional<Path> besideDatabase(Storage storage) {
        return storage.database() instanceof Storage.Database.Sqlite(Path file)
                ? Optional.ofNullable(file.getParent())
                : Optional.empty();
    }

    private static int readPermission(Reading reading) {
        return reading.read("unix_socket_permission", 0770, text -> {
            try {
                return Integer.parseInt(text.toLowerCase(Locale.ROOT).replaceFirst("^0o", ""), 8) & 0777;
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("expected a permission such as 0770, found " + text, e);
            }
        });
    }

    private static Level level(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "trace" -> Level.TRACE;
            case "debug" -> Level.DEBUG;
            case "info" -> Level.INFO;
            case "warn", "warning" -> Level.WARN;
            case "error", "fatal", "panic" -> Level.ERROR;
            default -> throw new IllegalArgumentException("expected trace, debug, info, warn or error, found " + text);
        };
    }
}
