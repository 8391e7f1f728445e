package net.headscale.session;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import net.headscale.netmap.Netmap;
import net.headscale.netmap.Surroundings;
import net.headscale.netmap.View;
import net.headscale.netmap.Viewer;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.wire.json.JsonWriter;
import net.headscale.wire.tailcfg.codec.NodeCodec;
import net.headscale.wire.tailcfg.framing.MapCompressor;
import org.jspecify.annotations.Nullable;

/* Full maps are put together from blocks that many viewers share.
 *
 * A block is some peers that are neighbours by id, encoded and compressed once; the client's zstd decoder joins the
 * frames. A block is good for as long as each of its nodes is the very same object (nodes are immutable, so a changed
 * node is another object) and the surroundings are. Which members are shown is part of a block's key. Peers that look
 * different to different viewers (routers and exit nodes, whose routes may be led elsewhere by policy; guests) are never in
 * blocks but in a frame of their own.
 */
/// The encoded peers of one tailnet, over all its views. Thread-safe; bounded by the number of nodes.
final class PeerBlocks {
    private static final int MOST_MASKS_A_BLOCK = 8; // policies make few; a mask seen once is not worth keeping

    private final int bits;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Block(Surroundings surroundings, String tailnet, List<Node> nodes, byte[] frame) {
        boolean isOf(View view, List<Node> members) {
            if (!surroundings.equals(view.surroundings())
                    || !tailnet.equals(view.tailnet().name())
                    || nodes.size() != members.size()) {
                return false;
            }
            for (int i = 0; i < nodes.size(); i++) {
                if (!isSame(nodes.get(i), members.get(i))) {
                    return false;
                }
            }
            return true;
        }

        @SuppressWarnings("ReferenceEquality") // the very same immutable object has the same encoding
        private static boolean isSame(Node a, Node b) {
            return a == b;
        }
    }

    /// By block and mask; the value is checked against the nodes before it is used.
    private final Map<Long, Map<Long, Block>> blocks = new ConcurrentHashMap<>();

    /// @param bits a block has two to the power of as many ids, at most 64
    PeerBlocks(int bits) {
        this.bits = bits;
    }

    /// Which block a node is in.
    long blockOf(NodeId node) {
        return node.value() >> bits;
    }

    /// Some peers of one block, none of which serves anything, as a frame without the brackets of their list.
    byte[] frame(View view, Viewer viewer, List<Node> members, MapCompressor compressor) {
        Map<Long, Block> masks =
                blocks.computeIfAbsent(blockOf(members.getFirst().id()), _ -> new ConcurrentHashMap<>());
        long mask = mask(members);
        @Nullable Block known = masks.get(mask);
        if (known != null && known.isOf(view, members)) {
            return known.frame;
        }
        byte[] frame = render(view, viewer, members, compressor);
        if (known != null || masks.size() < MOST_MASKS_A_BLOCK) {
            masks.put(mask, new Block(view.surroundings(), view.tailnet().name(), List.copyOf(members), frame));
        }
        return frame;
    }

    private long mask(List<Node> members) {
        long mask = 0;
        for (Node member : members) {
            mask |= 1L << (member.id().value() & ((1 << bits) - 1));
        }
        return mask;
    }

    /// Any peers as a frame without the brackets of their list, kept nowhere.
    static byte[] render(View view, Viewer viewer, List<Node> members, MapCompressor compressor) {
        byte[] list = JsonWriter.bytes(out ->
                out.list(members, (peer, node) -> NodeCodec.write(peer, Netmap.peer(view, viewer, node))));
        return compressor.frame(Arrays.copyOfRange(list, 1, list.length - 1)); // without its brackets
    }

    /// Lets go of a block whose nodes are gone.
    void forget(NodeId node) {
        blocks.remove(blockOf(node));
    }
}
