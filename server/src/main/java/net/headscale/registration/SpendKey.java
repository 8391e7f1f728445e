package net.headscale.registration;

import java.util.ArrayList;
import java.util.List;
import net.headscale.coordinator.Command;
import net.headscale.coordinator.Decision;
import net.headscale.coordinator.Refusal;
import net.headscale.coordinator.RefusedException;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.PreauthKey;
import net.headscale.tailnet.PreauthKeyId;

/// Lets a node in with a pre-auth key: the key is used and the node joins in one append, or neither.
///
/// @param key to be used
/// @param secret as we keep it, of the key that was shown and fitted; an imported key was kept in another scheme
/// @param admission of the node
record SpendKey(PreauthKeyId key, PreauthKey.Secret secret, Command<NodeId> admission) implements Command<NodeId> {
    @Override
    public Decision<NodeId> decide(Scene scene) {
        PreauthKey found = scene.tailnet().preauthKeys().get(key);
        if (found == null) {
            throw new RefusedException(new Refusal.PreauthKeyUnknown(key));
        }
        if (found.isExpired(scene.now())) {
            throw new RefusedException(new Refusal.Unfit("authkey expired"));
        }
        if (found.isSpent()) {
            throw new RefusedException(new Refusal.Unfit("authkey already used"));
        }
        Decision<NodeId> admitted = admission.decide(scene);
        List<Change> changes = new ArrayList<>();
        PreauthKey used = found.withUsed().withSecret(secret);
        if (!used.equals(found)) {
            changes.add(new Change.PreauthKeySet(used));
        }
        changes.addAll(admitted.changes());
        return new Decision<>(changes, admitted.answer());
    }
}
