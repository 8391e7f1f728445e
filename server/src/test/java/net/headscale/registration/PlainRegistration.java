package net.headscale.registration;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.headscale.tailnet.UserId;
import net.headscale.wire.key.MachineKey;
import net.headscale.wire.key.NodeKey;

/// Who is let in, said as plainly as it can be: lists, loops, one case after the other. What [Registrar] is compared
/// with.
final class PlainRegistration {
    static final Duration KEY_LIFETIME = Duration.ofHours(12);
    static final Duration LOGIN_LIFETIME = Duration.ofMinutes(15);

    final List<Entry> nodes = new ArrayList<>();
    private final Map<NodeKey, MachineKey> usedBy = new HashMap<>();
    private final Map<MachineKey, Login> logins = new HashMap<>();
    private boolean isSingleUseKeySpent;

    /// A node, as far as registration goes.
    record Entry(MachineKey machine, NodeKey key, UserId user, Instant expiry, boolean isEphemeral) {}

    private record Login(NodeKey key, Instant end) {}

    /// What a node is answered, in a word.
    enum Word {
        ADMITTED,
        LOGIN,
        EXPIRED,
        REFUSED
    }

    /// The keys that a node may show.
    enum Shown {
        NONE,
        REUSABLE,
        OTHER_USERS,
        EPHEMERAL,
        SINGLE_USE,
        WRONG
    }

    Word register(MachineKey machine, NodeKey key, Shown shown, UserId keysUser, boolean isLogout, Instant now) {
        if (isAnothers(key, machine)) {
            return Word.REFUSED;
        }
        Optional<Entry> known = with(key);
        boolean isValid = known.isPresent() && now.isBefore(known.get().expiry);
        if (isLogout) {
            if (isValid) {
                logOut(known.get(), now);
            }
            return Word.EXPIRED;
        }
        if (isValid) {
            return Word.ADMITTED;
        }
        return switch (shown) {
            case NONE -> {
                if (known.isEmpty()) {
                    logins.put(machine, new Login(key, now.plus(LOGIN_LIFETIME)));
                }
                yield known.isPresent() ? Word.EXPIRED : Word.LOGIN;
            }
            case WRONG -> Word.REFUSED;
            case SINGLE_USE -> {
                if (isSingleUseKeySpent) {
                    yield Word.REFUSED;
                }
                isSingleUseKeySpent = true;
                admit(machine, key, keysUser, false, now);
                yield Word.ADMITTED;
            }
            case REUSABLE, OTHER_USERS, EPHEMERAL -> {
                admit(machine, key, keysUser, shown == Shown.EPHEMERAL, now);
                yield Word.ADMITTED;
            }
        };
    }

    /// @return whether it was let in
    boolean approve(MachineKey machine, UserId user, Instant now) {
        Login login = logins.get(machine);
        if (login == null || !now.isBefore(login.end) || isAnothers(login.key, machine)) {
            return false;
        }
        admit(machine, login.key, user, false, now);
        logins.remove(machine);
        return true;
    }

    void expire(NodeKey key, Instant now) {
        with(key).ifPresent(node -> replace(node, new Entry(node.machine, node.key, node.user, now, node.isEphemeral)));
    }

    void delete(NodeKey key) {
        with(key).ifPresent(nodes::remove);
    }

    private void logOut(Entry node, Instant now) {
        if (node.isEphemeral) {
            nodes.remove(node);
        } else {
            expire(node.key, now);
        }
    }

    /// The node that has the key; else the first that the user has on this machine; else a new one.
    private void admit(MachineKey machine, NodeKey key, UserId user, boolean isEphemeral, Instant now) {
        Entry entry = new Entry(machine, key, user, now.plus(KEY_LIFETIME), isEphemeral);
        usedBy.put(key, machine);
        for (Entry node : nodes) {
            if (node.key.equals(key)) {
                replace(node, entry);
                return;
            }
        }
        for (Entry node : nodes) {
            if (node.machine.equals(machine) && node.user.equals(user)) {
                replace(node, entry);
                return;
            }
        }
        nodes.add(entry);
    }

    private void replace(Entry before, Entry after) {
        nodes.set(nodes.indexOf(before), after);
    }

    /// A key belongs for ever to the machine that used it first.
    private boolean isAnothers(NodeKey key, MachineKey machine) {
        return usedBy.containsKey(key) && !usedBy.get(key).equals(machine);
    }

    private Optional<Entry> with(NodeKey key) {
        return nodes.stream().filter(node -> node.key.equals(key)).findFirst();
    }
}
