package net.headscale.testkit.client;

import java.time.Duration;

/// What went otherwise than a client needs it. A test that expects it asserts on the type and its parts.
public abstract sealed class ClientFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private ClientFailure(String message) {
        super(message);
    }

    /// The server answered the upgrade with something else than 101.
    public static final class UpgradeRefused extends ClientFailure {
        private static final long serialVersionUID = 1;

        private final int status;

        UpgradeRefused(int status, String text) {
            super("expected 101, found " + status + ": " + text);
            this.status = status;
        }

        /// The status, or 0 if the answer was no HTTP.
        public int status() {
            return status;
        }
    }

    /// The connection ended before what was waited for had come.
    public static final class ConnectionEnded extends ClientFailure {
        private static final long serialVersionUID = 1;

        ConnectionEnded(String what) {
            super(what);
        }
    }

    /// The stream ended, by either side, before what was waited for had come.
    public static final class StreamEnded extends ClientFailure {
        private static final long serialVersionUID = 1;

        private final Ending ending;

        StreamEnded(Ending ending, String what) {
            super("the stream was " + ending + " before " + what);
            this.ending = ending;
        }

        /// How it ended.
        public Ending ending() {
            return ending;
        }
    }

    /// The server answered with another status than 200.
    public static final class UnexpectedStatus extends ClientFailure {
        private static final long serialVersionUID = 1;

        private final int status;
        private final String text;

        UnexpectedStatus(int status, String text) {
            super("expected status 200, found " + status + ": " + text);
            this.status = status;
            this.text = text;
        }

        /// The status.
        public int status() {
            return status;
        }

        /// The body.
        public String text() {
            return text;
        }
    }

    /// What was waited for did not come in time.
    public static final class DeadlinePassed extends ClientFailure {
        private static final long serialVersionUID = 1;

        DeadlinePassed(Duration patience, String what) {
            super("waited " + patience + " for " + what);
        }
    }
}
