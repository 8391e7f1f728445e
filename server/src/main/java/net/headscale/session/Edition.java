package net.headscale.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import net.headscale.netmap.Netmap;
import net.headscale.netmap.View;
import net.headscale.netmap.Viewer;
import net.headscale.route.Served;
import net.headscale.tailnet.Node;
import net.headscale.wire.tailcfg.UserProfile;
import net.headscale.wire.tailcfg.framing.MapCompressor;
import org.jspecify.annotations.Nullable;

/* What full maps of one view are put together from, found once for all viewers that are alike.
 *
 * Each viewer is to be left out of its own list. Only the block that it is in is made for it, from smaller blocks that
 * are shared again, so that a full map costs its own few neighbours and not the whole tailnet.
 */
/// The peers of one view as frames. Thread-safe.
final class Edition {
    private final View view;
    private final Stock stock;
    private final Map<Object, Sheet> sheets = new ConcurrentHashMap<>();

    /// The blocks that editions of one tailnet share.
    ///
    /// @param wide for most peers
    /// @param narrow for the neighbours of a viewer
    record Stock(PeerBlocks wide, PeerBlocks narrow) {
        static Stock empty() {
            return new Stock(new PeerBlocks(6), new PeerBlocks(3));
        }
    }

    Edition(View view, Stock stock) {
        this.view = view;
        this.stock = stock;
    }

    View view() {
        return view;
    }

    /// The profiles of the owners of all peers of a viewer.
    List<UserProfile> owners(Viewer viewer, MapCompressor compressor) {
        return sheetOf(viewer, compressor).owners;
    }

    /// The peers of a viewer as frames, between each two of which a comma belongs; none: it has no peers.
    List<byte[]> frames(Viewer viewer, MapCompressor compressor) {
        List<byte[]> frames = new ArrayList<>();
        for (Part part : sheetOf(viewer, compressor).parts) {
            if (part.mayHold(viewer)) {
                addWithout(viewer, part, compressor, frames);
            } else {
                frames.add(frame(part, viewer, compressor));
            }
        }
        return frames;
    }

    private void addWithout(Viewer viewer, Part part, MapCompressor compressor, List<byte[]> frames) {
        List<Node> rest = part.members.stream()
                .filter(node -> !node.id().equals(viewer.node()))
                .toList();
        if (rest.size() == part.members.size()) {
            frames.add(frame(part, viewer, compressor));
        } else if (part.isAlone && !rest.isEmpty()) {
            frames.add(PeerBlocks.render(view, viewer, rest, compressor));
        } else {
            for (List<Node> neighbours : split(rest, stock.narrow)) {
                boolean isNext =
                        stock.narrow.blockOf(neighbours.getFirst().id()) == stock.narrow.blockOf(viewer.node());
                frames.add(
                        isNext
                                ? PeerBlocks.render(view, viewer, neighbours, compressor)
                                : stock.narrow.frame(view, viewer, neighbours, compressor));
            }
        }
    }

    private Sheet sheetOf(Viewer viewer, MapCompressor compressor) {
        return sheets.computeIfAbsent(Netmap.cohortOf(view, viewer), _ -> sheet(viewer, compressor));
    }

    private Sheet sheet(Viewer viewer, MapCompressor compressor) {
        List<Node> peers = Netmap.peersOfCohort(view, viewer);
        List<Node> plain = new ArrayList<>(peers.size());
        List<Node> special = new ArrayList<>();
        peers.forEach(peer -> (looksAlike(peer) ? plain : special).add(peer));
        List<Part> parts = new ArrayList<>();
        split(plain, stock.wide).forEach(members -> parts.add(new Part(members, false)));
        if (!special.isEmpty()) {
            parts.add(new Part(special, true));
        }
        parts.stream().filter(part -> !part.mayHold(viewer)).forEach(part -> frame(part, viewer, compressor));
        return new Sheet(parts, Netmap.owners(view, peers));
    }

    private byte[] frame(Part part, Viewer viewer, MapCompressor compressor) {
        byte[] made = part.frame;
        if (made == null) {
            made = part.isAlone
                    ? PeerBlocks.render(view, viewer, part.members, compressor)
                    : stock.wide.frame(view, viewer, part.members, compressor);
            part.frame = made;
        }
        return made;
    }

    /// Whether a peer looks the same to everybody: what is served, and a guest, may not.
    private boolean looksAlike(Node peer) {
        return Served.by(peer).isEmpty() && !view.tailnet().guests().contains(peer.id());
    }

    /// Nodes in the order of ids, block by block.
    private static List<List<Node>> split(List<Node> nodes, PeerBlocks blocks) {
        List<List<Node>> split = new ArrayList<>();
        int start = 0;
        for (int i = 1; i <= nodes.size(); i++) {
            boolean isEnd = i == nodes.size()
                    || blocks.blockOf(nodes.get(i).id())
                            != blocks.blockOf(nodes.get(start).id());
            if (isEnd) {
                split.add(nodes.subList(start, i));
                start = i;
            }
        }
        return split;
    }

    /// What all viewers of one cohort get, but for themselves.
    private record Sheet(List<Part> parts, List<UserProfile> owners) {}

    /// Some of the peers, and their frame once somebody needs it whole.
    private static final class Part {
        private final List<Node> members;
        private final boolean isAlone;
        private volatile byte @Nullable [] frame;

        /// @param members in the order of ids
        /// @param isAlone whether they look different to different viewers, and so are in no block
        Part(List<Node> members, boolean isAlone) {
            this.members = members;
            this.isAlone = isAlone;
        }

        boolean mayHold(Viewer viewer) {
            return members.getFirst().id().compareTo(viewer.node()) <= 0
                    && members.getLast().id().compareTo(viewer.node()) >= 0;
        }
    }
}
