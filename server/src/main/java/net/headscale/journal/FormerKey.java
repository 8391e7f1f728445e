package net.headscale.journal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.Tailnet;
import net.headscale.wire.key.MachineKey;
import net.headscale.wire.key.NodeKey;

/// A node key that came out of use: its node logged in with another, or is gone.
///
/// @param key no machine but its own may use it again
/// @param machine whose it was
public record FormerKey(NodeKey key, MachineKey machine) {
    /// How many are kept, the newest; see decision 0071.
    public static final int MOST = 1 << 18;

    /// The keys that came out of use between two moments of a tailnet.
    ///
    /// @param touched the nodes that may have changed
    public static List<FormerKey> between(Tailnet before, Tailnet after, Collection<NodeId> touched) {
        List<FormerKey> former = new ArrayList<>();
        for (NodeId id : touched) {
            Node was = before.nodes().get(id);
            Node is = after.nodes().get(id);
            if (was != null
                    && (is == null || !is.keys().node().equals(was.keys().node()))) {
                former.add(new FormerKey(was.keys().node(), was.keys().machine()));
            }
        }
        return former;
    }
}
