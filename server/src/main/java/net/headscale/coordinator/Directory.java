package net.headscale.coordinator;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import net.headscale.journal.FormerKey;
import net.headscale.netmap.View;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.PreauthKey;
import net.headscale.tailnet.PreauthKeyId;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.TailnetId;
import net.headscale.wire.key.MachineKey;
import net.headscale.wire.key.NodeKey;
import net.headscale.wire.net.IpAddress;

/// Which tailnet a node key, address or pre-auth key belongs to; server-wide, in memory, fed by publications.
///
/// Thread-safe. Runs behind by the moment between a publication and its arrival here: ask the tailnet for the truth.
public final class Directory {
    private final Map<NodeKey, Place> byNodeKey = new ConcurrentHashMap<>();
    private final Map<IpAddress, Place> byAddress = new ConcurrentHashMap<>();
    private final Map<String, TailnetId> byAuthKeyPrefix = new ConcurrentHashMap<>();

    private final FormerKeys formerKeys = new FormerKeys();

    Directory() {}

    /// Where a node is.
    public record Place(TailnetId tailnet, NodeId node) {}

    /// The node that uses this key now.
    public Optional<Place> find(NodeKey key) {
        return Optional.ofNullable(byNodeKey.get(key));
    }

    /// The machine that used this key once, for a node that has another now or is gone.
    public Optional<MachineKey> formerMachineOf(NodeKey key) {
        return formerKeys.machineOf(key);
    }

    /// The node that has this address.
    public Optional<Place> find(IpAddress address) {
        return Optional.ofNullable(byAddress.get(address));
    }

    /// The tailnet of the pre-auth key whose public part this is.
    public Optional<TailnetId> findAuthKey(String prefix) {
        return Optional.ofNullable(byAuthKeyPrefix.get(prefix));
    }

    boolean isTaken(IpAddress address) {
        return byAddress.containsKey(address);
    }

    void addFormer(List<FormerKey> former) {
        formerKeys.add(former);
    }

    void add(Tailnet tailnet) {
        tailnet.nodes().values().forEach(node -> add(tailnet.id(), node));
        tailnet.preauthKeys()
                .values()
                .forEach(key -> byAuthKeyPrefix.put(key.secret().prefix(), tailnet.id()));
    }

    void remove(Tailnet tailnet) {
        tailnet.nodes().values().forEach(node -> remove(tailnet.id(), node));
        tailnet.preauthKeys()
                .values()
                .forEach(key -> byAuthKeyPrefix.remove(key.secret().prefix()));
    }

    void follow(Publication publication) {
        Tailnet before = publication.before().tailnet();
        Tailnet after = publication.after().tailnet();
        formerKeys.add(FormerKey.between(before, after, publication.touched()));
        for (NodeId id : publication.touched()) {
            Node was = before.nodes().get(id);
            Node is = after.nodes().get(id);
            if (was != null
                    && is != null
                    && was.keys().node().equals(is.keys().node())
                    && was.addresses().equals(is.addresses())) {
                continue;
            }
            if (was != null) {
                remove(before.id(), was);
            }
            if (is != null) {
                add(after.id(), is);
            }
        }
        if (!before.preauthKeys().isSameAs(after.preauthKeys())) {
            followKeys(publication.before(), publication.after());
        }
    }

    private void followKeys(View before, View after) {
        for (PreauthKeyId id : before.tailnet().preauthKeys().ids()) {
            if (!after.tailnet().preauthKeys().contains(id)) {
                PreauthKey gone =
                        Objects.requireNonNull(before.tailnet().preauthKeys().get(id));
                byAuthKeyPrefix.remove(gone.secret().prefix());
            }
        }
        for (PreauthKey key : after.tailnet().preauthKeys().values()) {
            byAuthKeyPrefix.put(key.secret().prefix(), after.tailnet().id());
        }
    }

    private void add(TailnetId tailnet, Node node) {
        Place place = new Place(tailnet, node.id());
        byNodeKey.put(node.keys().node(), place);
        node.addresses().forEach(address -> byAddress.put(address, place));
    }

    /// Only what still points to this node: somebody else may have taken its key or address over.
    private void remove(TailnetId tailnet, Node node) {
        Place place = new Place(tailnet, node.id());
        byNodeKey.remove(node.keys().node(), place);
        node.addresses().forEach(address -> byAddress.remove(address, place));
    }
}
