package net.headscale.session;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import net.headscale.netmap.Delta;
import net.headscale.netmap.Netmap;
import net.headscale.netmap.PeerNews;
import net.headscale.netmap.View;
import net.headscale.netmap.Viewer;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.wire.json.Bytes;
import net.headscale.wire.tailcfg.MapResponse;
import net.headscale.wire.tailcfg.PingRequest;
import net.headscale.wire.tailcfg.UserProfile;
import net.headscale.wire.tailcfg.codec.MapResponseCodec;
import net.headscale.wire.tailcfg.framing.MapCompressor;
import net.headscale.wire.tailcfg.framing.MapFraming;

/// Turns views into frames, each shared part once. Belongs to one thread, as its zstd context does.
final class Renderer implements AutoCloseable {
    private static final byte[] COMMA = MapFraming.rawFrame(new byte[] {','});
    private static final byte[] CLOSE_PEERS = MapFraming.rawFrame(MapResponseCodec.closePeers());

    private static final Bytes ASK_ECHO =
            Bytes.of("GET /echo HTTP/1.1\r\nHost: unused\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

    private final MapCompressor compressor = MapCompressor.open();

    /// The message that a session starts with; empty when the viewer is not in the tailnet.
    Optional<List<byte[]>> full(Edition edition, Viewer viewer, Instant now) {
        List<UserProfile> owners = edition.owners(viewer, compressor);
        return Netmap.fullWithoutPeers(edition.view(), viewer, owners).map(own -> {
            MapResponse opening = own.toBuilder().controlTime(now).build();
            List<byte[]> shared = edition.frames(viewer, compressor);
            if (shared.isEmpty()) {
                return message(opening);
            }
            List<byte[]> frames = new ArrayList<>();
            frames.add(compressor.frame(MapResponseCodec.openPeers(opening, MapResponseCodec.PeerList.ALL)));
            for (int i = 0; i < shared.size(); i++) {
                if (i > 0) {
                    frames.add(COMMA);
                }
                frames.add(shared.get(i));
            }
            frames.add(CLOSE_PEERS);
            return MapFraming.parts(frames);
        });
    }

    /// The first and only message to a node whose key has expired: all that concerns itself, and nothing of others.
    ///
    /// It is a whole map: a client that is told no DERP map at the start of a session forgets the one it had, and
    /// client 1.102 does not connect to its home relay again after the next login (`wgengine/magicsock/derp.go`).
    Optional<List<byte[]>> alone(View view, Viewer viewer, Instant now) {
        return Netmap.alone(view, viewer)
                .map(own -> own.toBuilder().controlTime(now).build())
                .map(this::message);
    }

    /// The last message to a node whose key has expired while it listened: its entry, which says so, and nothing of
    /// what happened to others meanwhile.
    List<byte[]> expiry(View view, Viewer viewer) {
        return Netmap.alone(view, viewer).map(this::entryOf).orElse(List.of());
    }

    private List<byte[]> entryOf(MapResponse map) {
        return message(MapResponse.builder().node(map.node()).build());
    }

    private List<byte[]> message(MapResponse response) {
        return List.of(compressor.message(MapResponseCodec.encode(response)));
    }

    /// The last message to a node that is no longer there: it asks for a login then, instead of running on.
    List<byte[]> farewell(View told, Viewer viewer, Instant now) {
        Node gone = told.tailnet().nodes().get(viewer.node());
        if (gone == null) {
            return List.of();
        }
        Instant past = now.minusSeconds(1);
        Node expired = gone.withLifetime(gone.lifetime().withKeyExpiry(past));
        View last = told.after(told.tailnet().after(new Change.NodeLoggedIn(expired)), List.of(viewer.node()));
        return expiry(last, viewer);
    }

    /// A message that only says that the server is there.
    List<byte[]> keepAlive(Instant now) {
        return message(MapResponse.keepAlive(now));
    }

    /// The same with a question to the client itself: it answers it as it would answer anybody who asks for `/echo`, in
    /// a request to [Sessions#ECHO].
    List<byte[]> echo(NodeId node, Workshop workshop) {
        String unique = Long.toHexString(workshop.random().nextLong());
        PingRequest question =
                PingRequest.c2n("https://unused" + Sessions.ECHO + node.value() + "/" + unique, ASK_ECHO);
        return message(MapResponse.keepAlive(workshop.now()).toBuilder()
                .pingRequest(question)
                .build());
    }

    /// Starts the differences of one step, whose shared parts are rendered once.
    Step step(Delta delta) {
        return new Step(delta);
    }

    @Override
    public void close() {
        compressor.close();
    }

    /// The differences from one view to another.
    final class Step {
        private final Delta delta;
        private final IdentityHashMap<PeerNews, Bulletin> bulletins = new IdentityHashMap<>();

        private Step(Delta delta) {
            this.delta = delta;
        }

        /// Whether the viewer itself may have changed.
        boolean touches(Viewer viewer) {
            return delta.touches(viewer.node());
        }

        /// The message that moves one viewer; empty when it has nothing to be told.
        ///
        /// Shape: what concerns the viewer alone, an open brace or all of an object but its end; then the part
        /// that its cohort shares, which ends the object.
        List<byte[]> difference(Viewer viewer) {
            Delta.Told told = delta.newsFor(viewer);
            Bulletin bulletin = bulletins.computeIfAbsent(told.news(), news -> new Bulletin(news, compressor));
            Optional<MapResponse> own = Netmap.ownDifference(delta, viewer);
            if (!told.isAmong() && own.isEmpty()) {
                return bulletin.message();
            }
            List<byte[]> peers = told.isAmong() ? bulletin.without(viewer.node()) : bulletin.all();
            if (peers.isEmpty()) {
                return own.map(Renderer.this::message).orElse(List.of());
            }
            List<byte[]> frames = new ArrayList<>(peers.size() + 1);
            frames.add(own.map(MapResponseCodec::encode)
                    .map(document -> compressor.frame(reopened(document)))
                    .orElse(Bulletin.OPEN));
            frames.addAll(peers);
            return MapFraming.parts(frames);
        }

        /// `{…}` as `{…,`.
        private static byte[] reopened(byte[] document) {
            byte[] open = document.clone();
            open[open.length - 1] = ',';
            return open;
        }
    }
}
