package net.headscale.interop.rig;

import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// A release of the Tailscale client that the suite pins; its programs are built from the published module, unchanged.
public enum ClientVersion {
    /// The oldest release that we promise to serve.
    V1_80("v1.80.3"),
    /// The newest release; what a scenario uses unless it says otherwise. Its relay is the one in use.
    V1_102("v1.102.5");

    private static final ConcurrentMap<ClientVersion, Path> FOLDERS = new ConcurrentHashMap<>();

    private final String release;

    ClientVersion(String release) {
        this.release = release;
    }

    /// The release as its module names it.
    public String release() {
        return release;
    }

    /// The folder of its programs; they are built at the first call if the cache lacks them, which takes minutes.
    public Path folder() {
        return FOLDERS.computeIfAbsent(this, version -> build(version.release));
    }

    private static Path build(String release) {
        Path script = Repository.root().resolve("interop/clients/build");
        return Path.of(Repository.run(script, release).strip());
    }
}
