package net.headscale.journal;

import java.util.EnumMap;
import java.util.Map;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.PreauthKeyId;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.UserId;

/// The ids that tailnets use, by kind.
public final class IdKinds {
    private IdKinds() {}

    /// The highest id of each kind that `tailnet` holds: no lease may hand it out again.
    public static Map<IdKind, Long> highest(Tailnet tailnet) {
        Map<IdKind, Long> highest = new EnumMap<>(IdKind.class);
        highest.put(IdKind.TAILNET, tailnet.id().value());
        tailnet.users().ids().stream().mapToLong(UserId::value).max().ifPresent(id -> highest.put(IdKind.USER, id));
        tailnet.nodes().ids().stream().mapToLong(NodeId::value).max().ifPresent(id -> highest.put(IdKind.NODE, id));
        tailnet.preauthKeys().ids().stream()
                .mapToLong(PreauthKeyId::value)
                .max()
                .ifPresent(id -> highest.put(IdKind.PREAUTH_KEY, id));
        return highest;
    }

    /// @throws IllegalArgumentException unless `count` ids can be leased
    public static void checkCount(int count) {
        if (count <= 0) {
            throw new IllegalArgumentException("expected to lease at least one id, found " + count);
        }
    }
}
