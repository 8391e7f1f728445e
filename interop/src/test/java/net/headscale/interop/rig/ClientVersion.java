package net.headscale.interop.rig;

import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// A release of the Tailscale client that the suite pins; its programs are built from the published module, unchanged.
public enum ClientVersion {
    /// The oldest release that we promise to serve.
    V1_80("v1.80.3", "v1.80.3"),
    /// The newest release; what a scenario uses unless it says otherwise. Its relay is the one in use.
    V1_102("v1.102.5", "v1.102.5"),
    /// The same with the tag that lets it speak to relays by WebSocket, as it does in a browser.
    V1_102_WEBSOCKETS("v1.102.5", "v1.102.5-websockets");

    private static final ConcurrentMap<ClientVersion, Path> FOLDERS = new ConcurrentHashMap<>();

    private final String release;
    private final String module;

    /// @param module the folder beside the script that builds it
    ClientVersion(String release, String module) {
        this.release = release;
        this.module = module;
    }

    /// The release as its module names it.
    public String release() {
        return release;
    }

    /// The folder of its programs; they are built at the first call if the cache lacks them, which takes minutes.
    public Path folder() {
        return FOLDERS.computeIfAbsent(this, version -> build(version.module));
    }

    private static Path build(String module) {
        Path script = Repository.root().resolve("interop/clients/build");
        return Path.of(Repository.run(script, module).strip());
    }
}
