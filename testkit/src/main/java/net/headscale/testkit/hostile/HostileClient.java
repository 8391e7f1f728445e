package net.headscale.testkit.hostile;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import net.headscale.testkit.client.ClientProfile;
import net.headscale.testkit.client.SimulatedClient;
import net.headscale.wire.key.MachineKey;
import net.headscale.wire.key.X25519Secret;
import net.headscale.wire.noise.Initiator;

/// An attacker who can reach the server's port, from addresses of its choice. Thread-safe; what it opens is the test's
/// to close.
public final class HostileClient {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String PROTOCOL = "tailscale-control-protocol";
    private static final int REPLY_HEADER_BYTES = 3;

    private final URI server;
    private final InetAddress source;
    private final Duration patience;

    private HostileClient(URI server, InetAddress source, Duration patience) {
        this.server = server;
        this.source = source;
        this.patience = patience;
    }

    /// An attacker at 127.0.0.1 who waits ten seconds for anything.
    ///
    /// @param server the login server's URL, `http` only
    public static HostileClient at(URI server) {
        ClientProfile profile = ClientProfile.at(server);
        return new HostileClient(server, profile.source(), profile.patience());
    }

    /// The same attacker at another address; any of 127.0.0.0/8 will do on Linux.
    public HostileClient from(String address) {
        try {
            return new HostileClient(server, InetAddress.getByName(address), patience);
        } catch (UnknownHostException name) {
            throw new IllegalArgumentException("expected an address, found " + address, name);
        }
    }

    /// A connection on which nothing has been said.
    public RawConnection connect() {
        return RawConnection.open(server, source, patience);
    }

    /// `count` connections that have said `beginning` and say no more.
    public HalfOpenCrowd crowd(int count, byte[] beginning) {
        return HalfOpenCrowd.open(server, source, count, beginning, patience.multipliedBy(3));
    }

    /// The server's Noise key, honestly asked for.
    public MachineKey serverKey() {
        return SimulatedClient.at(server).askServerKey();
    }

    /// An honest initiation of a new machine: 101 bytes, to be cut, damaged or sent twice.
    public byte[] initiation() {
        try (X25519Secret machine = X25519Secret.generate(RANDOM);
                Initiator initiator = initiate(machine)) {
            return initiator.initiation();
        }
    }

    private Initiator initiate(X25519Secret machine) {
        return Initiator.start(machine, serverKey(), ClientProfile.NEWEST_VERSION, RANDOM);
    }

    /// The upgrade request around these bytes, which need be no initiation.
    public String upgradeRequest(byte[] initiation) {
        return "POST /ts2021 HTTP/1.1\r\nHost: " + server.getAuthority() + "\r\nContent-Length: 0\r\n"
                + "Connection: upgrade\r\nUpgrade: " + PROTOCOL + "\r\nX-Tailscale-Handshake: "
                + Base64.getEncoder().encodeToString(initiation) + "\r\n\r\n";
    }

    /// A connection on which the upgrade with these bytes has been sent.
    public RawConnection upgrade(byte[] initiation) {
        RawConnection connection = connect();
        connection.send(upgradeRequest(initiation));
        return connection;
    }

    /// A Noise connection of a new machine, with nothing in it yet.
    public HostileTunnel tunnel() {
        try (X25519Secret machine = X25519Secret.generate(RANDOM)) {
            return tunnel(machine);
        }
    }

    /// A Noise connection of this machine, with nothing in it yet.
    ///
    /// @throws net.headscale.wire.noise.HandshakeFailed if the server does not answer with a handshake
    public HostileTunnel tunnel(X25519Secret machine) {
        Initiator initiator = initiate(machine);
        RawConnection connection = upgrade(initiator.initiation());
        skipHead(connection);
        byte[] header = connection.read(REPLY_HEADER_BYTES);
        byte[] rest = connection.read(header.length == REPLY_HEADER_BYTES ? Initiator.replyLength(header) : 0);
        return new HostileTunnel(connection, initiator.finish(Http2Bytes.joined(List.of(header, rest))));
    }

    private static void skipHead(RawConnection connection) {
        int ended = 0; // of the four bytes CR LF CR LF
        while (ended < 4) {
            byte[] next = connection.read(1);
            if (next.length == 0) {
                return;
            }
            boolean expected = next[0] == (ended % 2 == 0 ? '\r' : '\n');
            ended = expected ? ended + 1 : next[0] == '\r' ? 1 : 0;
        }
    }
}
