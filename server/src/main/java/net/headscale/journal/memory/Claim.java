package net.headscale.journal.memory;

import java.util.stream.Stream;
import net.headscale.journal.Touched;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.PreauthKey;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.TailnetId;
import net.headscale.tailnet.User;
import net.headscale.wire.key.NodeKey;
import net.headscale.wire.net.IpAddress;

/// Something that only one can have: what unique constraints are to a database.
sealed interface Claim {
    record TailnetName(String name) implements Claim {}

    record NodeIdentity(NodeId id) implements Claim {}

    record WireGuardKey(NodeKey key) implements Claim {}

    record Address(IpAddress address) implements Claim {}

    record Label(TailnetId tailnet, String label) implements Claim {}

    record UserIdentity(long id) implements Claim {}

    record Login(TailnetId tailnet, String name) implements Claim {}

    record PreauthKeyIdentity(long id) implements Claim {}

    record PreauthKeyPrefix(String prefix) implements Claim {}

    /// All that `tailnet` holds of the entities in `touched`.
    static Stream<Claim> of(Tailnet tailnet, Touched touched) {
        Stream<Claim> nodes = touched.nodes().stream()
                .flatMap(id -> tailnet.nodes().find(id).stream())
                .flatMap(node -> of(tailnet, node));
        Stream<Claim> users = touched.users().stream()
                .flatMap(id -> tailnet.users().find(id).stream())
                .flatMap(user -> of(tailnet, user));
        Stream<Claim> keys = touched.preauthKeys().stream()
                .flatMap(id -> tailnet.preauthKeys().find(id).stream())
                .flatMap(Claim::of);
        Stream<Claim> name = touched.isName() ? Stream.of(new TailnetName(tailnet.name())) : Stream.of();
        return Stream.of(nodes, users, keys, name).flatMap(claims -> claims);
    }

    private static Stream<Claim> of(Tailnet tailnet, Node node) {
        Stream<Claim> own = Stream.of(
                new NodeIdentity(node.id()),
                new WireGuardKey(node.keys().node()),
                new Label(tailnet.id(), node.name().label()));
        return Stream.concat(own, node.addresses().stream().map(Address::new));
    }

    private static Stream<Claim> of(Tailnet tailnet, User user) {
        return Stream.of(new UserIdentity(user.id().value()), new Login(tailnet.id(), user.name()));
    }

    private static Stream<Claim> of(PreauthKey key) {
        return Stream.of(
                new PreauthKeyIdentity(key.id().value()),
                new PreauthKeyPrefix(key.secret().prefix()));
    }
}
