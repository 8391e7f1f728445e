package net.headscale.app;

import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import net.headscale.admin.node.Logins;
import net.headscale.coordinator.Coordinator;
import net.headscale.coordinator.Refusal;
import net.headscale.coordinator.RefusedException;
import net.headscale.coordinator.TailnetWriter;
import net.headscale.registration.Registrar;
import net.headscale.ssh.SshChecks;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.TailnetId;
import net.headscale.tailnet.User;
import net.headscale.tailnet.UserId;
import net.headscale.wire.key.MachineKey;
import net.headscale.wire.key.NodeKey;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.net.Prefix;
import net.headscale.wire.tailcfg.Hostinfo;
import net.headscale.wire.tailcfg.RegisterRequest;

/// The logins that wait, as the REST API asks for them.
///
/// @param random must be unpredictable
record WaitingLogins(Coordinator coordinator, Registrar registrar, SshChecks sshChecks, RandomGenerator random)
        implements Logins {
    private static final int KEY_BYTES = 32;

    @Override
    public NodeId letIn(TailnetId tailnet, UserId owner, String waiting, List<IpAddress> chosen) {
        TailnetWriter writer = coordinator
                .find(tailnet)
                .orElseThrow(() -> new RefusedException(new Refusal.TailnetUnknown(tailnet.toString())));
        User user = writer.current()
                .tailnet()
                .users()
                .find(owner)
                .orElseThrow(() -> new RefusedException(new Refusal.UserUnknown(owner.toString())));
        return registrar.approve(writer, user, waiting, chosen).id();
    }

    @Override
    public void turnAway(String waiting) {
        registrar.turnAway(waiting);
    }

    @Override
    public boolean decideSsh(String waiting, boolean isApproved, Predicate<TailnetId> isMeant) {
        return sshChecks.decide(waiting, isApproved, isMeant);
    }

    @Override
    public Planted plant(String authId, String hostname, List<Prefix> routes) {
        var keys = new Planted(MachineKey.of(randomKey()), NodeKey.of(randomKey()));
        Hostinfo hostinfo =
                Hostinfo.builder().hostname(hostname).routableIps(routes).build();
        registrar.plant(
                authId,
                keys.machine(),
                RegisterRequest.builder()
                        .nodeKey(keys.node())
                        .hostinfo(hostinfo)
                        .build());
        return keys;
    }

    private byte[] randomKey() {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return key;
    }
}
