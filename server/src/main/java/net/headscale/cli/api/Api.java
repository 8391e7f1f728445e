package net.headscale.cli.api;

/// The REST API, wherever it is served.
public interface Api extends AutoCloseable {
    /// Sends a request and waits for the answer.
    ///
    /// @throws ApiUnreachable if there is none
    Reply call(Call call);

    @Override
    default void close() {}

    /// A request.
    ///
    /// @param tailnet whom it is about: the header `Headscale-Tailnet`; empty is the tailnet `default`
    /// @param method `GET`, `POST`, `PUT` or `DELETE`
    /// @param path with its query, percent-encoded
    /// @param body JSON; empty is none
    record Call(String tailnet, String method, String path, String body) {}

    /// An answer.
    ///
    /// @param status of HTTP
    /// @param body JSON, problem details when it is not a success
    record Reply(int status, String body) {
        /// Whether the request did what it asked for.
        public boolean isSuccess() {
            return status >= 200 && status < 300;
        }
    }

    /// Nobody answered.
    final class ApiUnreachable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public ApiUnreachable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
