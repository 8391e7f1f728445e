package net.headscale.cli.output;

/// A command that could not do what it was told; its message is for the person who typed it.
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// Exit code of a command that failed.
    public static final int FAILED = 1;

    /// Exit code of a command that was not understood.
    public static final int USAGE = 2;

    private final int exitCode;

    private Failure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /// The command was understood and failed.
    public static Failure of(String message) {
        return new Failure(FAILED, message);
    }

    /// The words made no sense.
    public static Failure usage(String message) {
        return new Failure(USAGE, message);
    }

    /// The exit code of the process.
    public int exitCode() {
        return exitCode;
    }

    /// The message, which is never absent.
    public String text() {
        return String.valueOf(getMessage());
    }
}
