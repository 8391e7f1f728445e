package net.headscale.observe;

/// The borders between which headscale counts, so that panels made for it show the same quantiles.
final class PeerBuckets {
    static final double[] SECONDS = {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};

    private PeerBuckets() {}
}
