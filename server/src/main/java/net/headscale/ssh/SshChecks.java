package net.headscale.ssh;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import net.headscale.policy.SshCheck;
import net.headscale.tailnet.TailnetId;
import net.headscale.wire.tailcfg.SshPolicy.SshAction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers the clients of SSH servers that ask what to do with a login, and holds those that wait for a person.
///
/// Nothing of this is stored: after a restart of the server, a login that waits gets a new check, and approvals are
/// asked for again. Thread-safe; calls of waiting clients block their (virtual) thread.
public final class SshChecks {
    private static final Logger LOG = LoggerFactory.getLogger(SshChecks.class);
    private static final String PREFIX = "hskey-authreq-ssh-";
    private static final int ID_BYTES = 16; // 128 bits
    private static final String ASK =
            "https://unused/machine/ssh/action/$SRC_NODE_ID/to/$DST_NODE_ID" + "?local_user=$LOCAL_USER&check=";
    private static final Duration LONGEST_PATIENCE = Duration.ofMinutes(15); // half of what clients have
    private static final Duration LONGEST_PERIOD = Duration.ofDays(7); // of any checkPeriod
    private static final Duration LOOK = Duration.ofSeconds(1); // at the clock, while nobody decides
    private static final int MOST_CHECKS = 4_096;
    private static final int MOST_APPROVALS = 65_536;

    private final String serverUrl;
    private final Duration patience;
    private final Clock clock;
    private final RandomGenerator random;

    /// Guards `checks` and `approvals`; nothing else is done under it.
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition decided = lock.newCondition();
    private final Map<String, Check> checks = new LinkedHashMap<>();
    private final Map<SshLogin.Ends, Instant> approvals = new LinkedHashMap<>();

    /// @param serverUrl where people reach this server, without a trailing slash
    /// @param patience until a login that nobody decides on is refused; never more than a quarter of an hour
    /// @param random a `SecureRandom`, except in tests
    public SshChecks(String serverUrl, Duration patience, Clock clock, RandomGenerator random) {
        this.serverUrl = serverUrl;
        this.patience = patience.compareTo(LONGEST_PATIENCE) < 0 ? patience : LONGEST_PATIENCE;
        this.clock = clock;
        this.random = random;
    }

    /// One login that waits.
    private record Check(SshLogin login, Instant until, Verdict verdict) {}

    private enum Verdict {
        NONE,
        APPROVED,
        REJECTED
    }

    /// What the destination's client is to do with a login; blocks while a person thinks about it.
    ///
    /// @param check what an earlier answer named; empty: this is the first question
    /// @throws InterruptedException if the client is gone
    public SshAction answer(SshLogin login, String check) throws InterruptedException {
        return switch (login.check()) {
            case SshCheck.Denied _ -> denied();
            case SshCheck.Admitted(SshAction admission) -> admission;
            case SshCheck.LoginNeeded(Duration period, SshAction admission) when isApproved(login, period) -> admission;
            case SshCheck.LoginNeeded _ when !isOf(login, check) -> begin(login);
            case SshCheck.LoginNeeded _ -> waited(login, await(check));
        };
    }

    /// Decides on a login that waits.
    ///
    /// @param isMeant the tailnets that whoever decides may decide for
    /// @return whether one waits there under this id
    public boolean decide(String check, boolean isApproved, Predicate<TailnetId> isMeant) {
        lock.lock();
        try {
            Check found = checks.get(check);
            if (found == null || isOver(found) || !isMeant.test(tailnetOf(found))) {
                return false;
            }
            checks.put(check, new Check(found.login, found.until, isApproved ? Verdict.APPROVED : Verdict.REJECTED));
            if (isApproved) {
                found.login.ends().ifPresent(this::keepApproval);
            }
            decided.signalAll();
        } finally {
            lock.unlock();
        }
        LOG.atInfo().addKeyValue("approved", isApproved).log("SSH login decided");
        return true;
    }

    /// The login that waits under an id.
    public Optional<SshLogin> waiting(String check) {
        lock.lock();
        try {
            return Optional.ofNullable(checks.get(check))
                    .filter(found -> found.verdict == Verdict.NONE && !isOver(found))
                    .map(Check::login);
        } finally {
            lock.unlock();
        }
    }

    private static SshAction denied() {
        return SshAction.refuse("The tailnet's policy does not permit this login.\n");
    }

    /// A person decided while the client waited; the policy may have changed meanwhile.
    private static SshAction waited(SshLogin login, Verdict verdict) {
        if (verdict != Verdict.APPROVED) {
            return SshAction.refuse(
                    verdict == Verdict.REJECTED
                            ? "This login was rejected.\n"
                            : "Nobody approved this login in time.\n");
        }
        return switch (login.check()) {
            case SshCheck.Denied _ -> denied();
            case SshCheck.Admitted(SshAction admission) -> admission;
            case SshCheck.LoginNeeded(var _, SshAction admission) -> admission;
        };
    }

    private boolean isApproved(SshLogin login, Duration period) {
        lock.lock();
        try {
            return login.ends()
                    .map(approvals::get)
                    .filter(at -> clock.instant().isBefore(at.plus(period)))
                    .isPresent();
        } finally {
            lock.unlock();
        }
    }

    private void keepApproval(SshLogin.Ends ends) {
        Instant now = clock.instant();
        approvals.remove(ends); // the newest stand last
        approvals.put(ends, now);
        approvals.values().removeIf(at -> at.plus(LONGEST_PERIOD).isBefore(now));
        if (approvals.size() > MOST_APPROVALS) {
            approvals.remove(approvals.keySet().iterator().next());
        }
    }

    private boolean isOf(SshLogin login, String check) {
        lock.lock();
        try {
            Check found = checks.get(check);
            return found != null
                    && found.login.ends().equals(login.ends())
                    && found.login.user().equals(login.user());
        } finally {
            lock.unlock();
        }
    }

    private SshAction begin(SshLogin login) {
        byte[] raw = new byte[ID_BYTES];
        random.nextBytes(raw);
        String id = PREFIX + HexFormat.of().formatHex(raw);
        lock.lock();
        try {
            checks.values().removeIf(this::isOver);
            if (checks.size() >= MOST_CHECKS) {
                return SshAction.refuse("Too many logins wait for a check; try again later.\n");
            }
            checks.put(id, new Check(login, clock.instant().plus(patience), Verdict.NONE));
        } finally {
            lock.unlock();
        }
        return SshAction.delegate(ASK + id)
                .withMessage(
                        "# This login needs a check.\n# To approve it, visit: " + serverUrl + "/auth/" + id + "\n");
    }

    /// Waits for the decision, and forgets the check. Without one it is [Verdict#NONE].
    private Verdict await(String check) throws InterruptedException {
        lock.lock();
        try {
            Check found = checks.get(check);
            while (found != null && found.verdict == Verdict.NONE && !isOver(found)) {
                decided.awaitNanos(LOOK.toNanos());
                found = checks.get(check);
            }
            checks.remove(check);
            return found == null ? Verdict.NONE : found.verdict;
        } finally {
            lock.unlock();
        }
    }

    private boolean isOver(Check check) {
        return !clock.instant().isBefore(check.until);
    }

    private static TailnetId tailnetOf(Check check) {
        return check.login.tailnet().current().tailnet().id();
    }
}
