package net.headscale.cli;

/// A command that could not do what it was told; its message is for the person who typed it.
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// Exit code of a command that failed.
    static final int FAILED = 1;

    /// Exit code of a command that was not understood.
    static final int USAGE = 2;

    private final int exitCode;

    private Failure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /// The command was understood and failed.
    static Failure of(String message) {
        return new Failure(FAILED, message);
    }

    /// The words made no sense.
    static Failure usage(String message) {
        return new Failure(USAGE, message);
    }

    int exitCode() {
        return exitCode;
    }

    /// The message, which is never absent.
    String text() {
        return String.valueOf(getMessage());
    }
}
