package net.headscale.http;

/// What a listener does with its requests.
///
/// @param routes who answers
/// @param proxies whose word on a request's source counts
/// @param watch told of every answer
public record Serving(Routes routes, Proxies proxies, Watch watch) {
    /// Answers by `routes`, unwatched, without proxies.
    public static Serving of(Routes routes) {
        return new Serving(routes, Proxies.NONE, Watch.NONE);
    }
}
