package net.headscale.testkit.client;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import net.headscale.wire.json.RawJson;
import net.headscale.wire.tailcfg.Hostinfo;

/// Where a simulated client connects, and what it says about itself.
///
/// @param server the login server's URL, `http` only; a path prefix is used as the real client uses it
/// @param source the local address that connections come from: any, or one of 127.0.0.0/8 (on Linux)
/// @param version the capability version: of the handshake and of every request
/// @param hostinfo what each request carries
/// @param patience how long any single wait may take
public record ClientProfile(URI server, InetAddress source, int version, Hostinfo hostinfo, Duration patience) {
    /// The version of Tailscale 1.102, the newest release that the suite with real clients runs.
    public static final int NEWEST_VERSION = 142;

    /// The version of Tailscale 1.80, the oldest that the server promises to serve.
    public static final int OLDEST_VERSION = 113;

    private static final Duration PATIENCE = Duration.ofSeconds(10); // as the real client's dial (ts2021/client.go)

    public ClientProfile {
        if (!"http".equals(server.getScheme()) || server.getPort() < 0) {
            throw new IllegalArgumentException("expected http and a port, found " + server);
        }
    }

    /// A client of the newest version, on a Linux machine named `host`.
    public static ClientProfile at(URI server) {
        return new ClientProfile(server, address(0, 0, 0, 0), NEWEST_VERSION, hostinfo("host"), PATIENCE);
    }

    /// What a client says about a Linux machine of this name.
    ///
    /// `BackendLogID` is always there: a real client refuses to register without it.
    public static Hostinfo hostinfo(String hostname) {
        return Hostinfo.EMPTY.toBuilder()
                .ipnVersion("1.102.5-simulated")
                .backendLogId("0".repeat(64))
                .os("linux")
                .hostname(hostname)
                .build();
    }

    /// With another capability version.
    public ClientProfile withVersion(int other) {
        return new ClientProfile(server, source, other, hostinfo, patience);
    }

    /// With another Hostinfo.
    public ClientProfile withHostinfo(Hostinfo other) {
        return new ClientProfile(server, source, version, other, patience);
    }

    /// With another host name.
    public ClientProfile withHostname(String hostname) {
        return withHostinfo(hostinfo.toBuilder().hostname(hostname).build());
    }

    /// With another member of Hostinfo that has no component of its own.
    public ClientProfile withHostinfoMember(String name, RawJson value) {
        var others = new LinkedHashMap<>(hostinfo.others());
        others.put(name, value);
        return withHostinfo(hostinfo.toBuilder().others(others).build());
    }

    /// With connections that come from 127.0.0.`last`.
    public ClientProfile fromLoopback(int last) {
        return new ClientProfile(server, address(127, 0, 0, last), version, hostinfo, patience);
    }

    /// With another limit to every wait.
    public ClientProfile withPatience(Duration other) {
        return new ClientProfile(server, source, version, hostinfo, other);
    }

    InetSocketAddress socketAddress() {
        return new InetSocketAddress(server.getHost(), server.getPort());
    }

    String authority() {
        return server.getHost() + ":" + server.getPort();
    }

    /// The login URL's path prefix, without a slash at its end.
    String pathPrefix() {
        return server.getPath().endsWith("/")
                ? server.getPath().substring(0, server.getPath().length() - 1)
                : server.getPath();
    }

    private static InetAddress address(int first, int second, int third, int last) {
        try {
            return InetAddress.getByAddress(new byte[] {(byte) first, (byte) second, (byte) third, (byte) last});
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("expected four bytes to be an address", impossible);
        }
    }
}
