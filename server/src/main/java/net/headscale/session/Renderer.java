package net.headscale.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.headscale.netmap.Delta;
import net.headscale.netmap.Netmap;
import net.headscale.netmap.View;
import net.headscale.netmap.Viewer;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Node;
import net.headscale.wire.tailcfg.MapResponse;
import net.headscale.wire.tailcfg.codec.MapResponseCodec;
import net.headscale.wire.tailcfg.framing.MapCompressor;
import net.headscale.wire.tailcfg.framing.MapFraming;

/// Turns views into frames, each shared part once. Belongs to one thread, as its zstd context does.
final class Renderer implements AutoCloseable {
    private static final byte[] COMMA = MapFraming.rawFrame(new byte[] {','});
    private static final byte[] OPEN = MapFraming.rawFrame(new byte[] {'{'});
    private static final byte[] CLOSE_PEERS = MapFraming.rawFrame(MapResponseCodec.closePeers());

    private final MapCompressor compressor = MapCompressor.open();

    /// The message that a session starts with; empty when the viewer is not in the tailnet.
    Optional<List<byte[]>> full(View view, Viewer viewer, Instant now, PeerBlocks blocks) {
        return Netmap.fullWithoutPeers(view, viewer).map(own -> {
            MapResponse opening = own.toBuilder().controlTime(now).build();
            List<Node> peers = Netmap.peers(view, viewer);
            if (peers.isEmpty()) {
                return List.of(compressor.frame(MapResponseCodec.encode(opening)));
            }
            List<byte[]> frames = new ArrayList<>();
            frames.add(compressor.frame(MapResponseCodec.openPeers(opening, MapResponseCodec.PeerList.ALL)));
            List<byte[]> shared = blocks.frames(view, viewer, peers, compressor);
            for (int i = 0; i < shared.size(); i++) {
                if (i > 0) {
                    frames.add(COMMA);
                }
                frames.add(shared.get(i));
            }
            frames.add(CLOSE_PEERS);
            return frames;
        });
    }

    /// The first and only message to a node whose key has expired: all that concerns itself, and nothing of others.
    ///
    /// It is a whole map: a client that is told no DERP map at the start of a session forgets the one it had, and
    /// client 1.102 does not connect to its home relay again after the next login (`wgengine/magicsock/derp.go`).
    Optional<List<byte[]>> alone(View view, Viewer viewer, Instant now) {
        return Netmap.alone(view, viewer)
                .map(own -> own.toBuilder().controlTime(now).build())
                .map(map -> List.of(compressor.frame(MapResponseCodec.encode(map))));
    }

    /// The last message to a node whose key has expired while it listened: its entry, which says so, and nothing of
    /// what
    /// happened to others meanwhile.
    List<byte[]> expiry(View view, Viewer viewer) {
        return Netmap.alone(view, viewer).map(this::entryOf).orElse(List.of());
    }

    private List<byte[]> entryOf(MapResponse map) {
        return List.of(compressor.frame(
                MapResponseCodec.encode(MapResponse.builder().node(map.node()).build())));
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
        return List.of(compressor.frame(MapResponseCodec.encode(MapResponse.keepAlive(now))));
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
        private final Map<Object, Optional<byte[]>> byCohort = new HashMap<>();

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
            Optional<byte[]> shared = byCohort.computeIfAbsent(delta.cohortOf(viewer), _ -> peers(viewer));
            Optional<byte[]> own = Netmap.ownDifference(delta, viewer).map(MapResponseCodec::encode);
            if (own.isEmpty()) {
                return shared.map(frame -> List.of(OPEN, frame)).orElse(List.of());
            }
            return shared.map(frame -> List.of(compressor.frame(reopened(own.get())), frame))
                    .orElseGet(() -> List.of(compressor.frame(own.get())));
        }

        private Optional<byte[]> peers(Viewer viewer) {
            return Netmap.peerDifference(delta, viewer)
                    .map(MapResponseCodec::encode)
                    .map(document -> compressor.frame(withoutBrace(document)));
        }

        /// `{…}` as `{…,`.
        private static byte[] reopened(byte[] document) {
            byte[] open = document.clone();
            open[open.length - 1] = ',';
            return open;
        }

        /// `{…}` as `…}`.
        private static byte[] withoutBrace(byte[] document) {
            return Arrays.copyOfRange(document, 1, document.length);
        }
    }
}
