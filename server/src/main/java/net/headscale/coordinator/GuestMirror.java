package net.headscale.coordinator;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Guest;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.TailnetId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/* A share is a fact of one tailnet, and shows in two. The mirror keeps up with what tailnets publish, and tells each
 * tailnet of the guests that the others' facts give it: nodes that are shared with it, and all nodes of a tailnet that
 * one of its own is shared with. What it tells depends on the newest tailnets alone, so that telling again does no harm,
 * and everything can be told anew at start.
 */
/// Keeps the guests of every tailnet as all tailnets' shares say.
///
/// Thread-safe. Hearing of a publication is quick; the work is done by one virtual thread at a time.
final class GuestMirror {
    private static final Logger LOG = LoggerFactory.getLogger(GuestMirror.class);

    private final WriterOf writers;

    /// Guards everything below; no other lock is taken under it.
    private final ReentrantLock lock = new ReentrantLock();

    private final Map<TailnetId, Tailnet> newest = new HashMap<>();
    private final Map<TailnetId, Set<TailnetId>> sharesWith = new HashMap<>();
    private final Map<TailnetId, News> waiting = new HashMap<>(); // bounded: one entry a tailnet, one id a node
    private boolean isAtWork;

    /// Who writes to a tailnet; null when it is gone.
    @FunctionalInterface
    interface WriterOf {
        @org.jspecify.annotations.Nullable TailnetWriter find(TailnetId tailnet);
    }

    /// What a tailnet has published that its partners have not been told.
    ///
    /// @param touched nodes that may look different
    /// @param partners tailnets that must be told of every node
    private record News(Set<NodeId> touched, Set<TailnetId> partners) {
        News() {
            this(new LinkedHashSet<>(), new LinkedHashSet<>());
        }
    }

    GuestMirror(WriterOf writers) {
        this.writers = writers;
    }

    /// Makes the guests of all tailnets anew; returns when they are there.
    void start(Collection<Tailnet> tailnets) {
        lock.lock();
        try {
            for (Tailnet tailnet : tailnets) {
                newest.put(tailnet.id(), tailnet);
                noteShares(tailnet);
            }
            isAtWork = true;
        } finally {
            lock.unlock();
        }
        work();
    }

    /// Hears of a publication.
    void follow(Publication publication) {
        Tailnet before = publication.before().tailnet();
        Tailnet after = publication.after().tailnet();
        boolean isFirst;
        lock.lock();
        try {
            newest.put(after.id(), after);
            if (mayOthersDiffer(before, after, publication.touched())) {
                noteShares(after);
            }
            if (partnersOf(after.id()).isEmpty() && !waiting.containsKey(after.id())) {
                return;
            }
            News news = waiting.computeIfAbsent(after.id(), _ -> new News());
            publication.touched().stream()
                    .filter(id -> before.nodes().contains(id) || after.nodes().contains(id))
                    .forEach(news.touched::add);
            isFirst = !isAtWork;
            isAtWork = true;
        } finally {
            lock.unlock();
        }
        if (isFirst) {
            Thread.ofVirtual().name("guests").start(this::work);
        }
    }

    /// Whether more differs than single nodes: with whom nodes are shared, or what owners and the tailnet are called.
    private static boolean mayOthersDiffer(Tailnet before, Tailnet after, Set<NodeId> touched) {
        return !before.users().isSameAs(after.users())
                || !before.name().equals(after.name())
                || touched.stream().anyMatch(id -> !shares(before, id).equals(shares(after, id)));
    }

    /// Lets go of a tailnet that is gone, once its end was heard of.
    void forget(TailnetId gone) {
        lock.lock();
        try {
            newest.remove(gone);
            sharesWith.remove(gone);
        } finally {
            lock.unlock();
        }
    }

    private static Set<TailnetId> shares(Tailnet tailnet, NodeId id) {
        return tailnet.nodes().find(id).<Set<TailnetId>>map(Node::shares).orElse(Set.of());
    }

    /// Has all that a tailnet has to do with told of all its nodes, and it of theirs.
    private void noteShares(Tailnet tailnet) {
        Set<TailnetId> concerned = partnersOf(tailnet.id());
        Set<TailnetId> with = new TreeSet<>();
        tailnet.nodes().values().forEach(node -> with.addAll(node.shares()));
        sharesWith.put(tailnet.id(), with);
        concerned.addAll(with);
        for (TailnetId partner : concerned) {
            waiting.computeIfAbsent(tailnet.id(), _ -> new News()).partners.add(partner);
            waiting.computeIfAbsent(partner, _ -> new News()).partners.add(tailnet.id());
        }
    }

    private Set<TailnetId> partnersOf(TailnetId tailnet) {
        Set<TailnetId> partners = new TreeSet<>(sharesWith.getOrDefault(tailnet, Set.of()));
        sharesWith.forEach((other, with) -> {
            if (with.contains(tailnet)) {
                partners.add(other);
            }
        });
        return partners;
    }

    private void work() {
        for (List<Errand> errands = take(); !errands.isEmpty(); errands = take()) {
            errands.forEach(this::tell);
        }
    }

    /// What one tailnet is to be told of the nodes of another.
    ///
    /// @param nodes those that it is about
    /// @param guests what they are to be there; those without an entry are to leave
    /// @param isAll whether whoever else is there from home is to leave, too
    private record Errand(
            TailnetId home, TailnetId host, Collection<NodeId> nodes, Map<NodeId, Guest> guests, boolean isAll) {}

    private List<Errand> take() {
        lock.lock();
        try {
            List<Errand> errands = new ArrayList<>();
            waiting.forEach((home, news) -> {
                news.partners.forEach(host -> errands.add(everyNode(home, host)));
                partnersOf(home).stream()
                        .filter(host -> !news.partners.contains(host))
                        .forEach(host -> errands.add(errand(home, host, news.touched, false)));
            });
            waiting.clear();
            isAtWork = !errands.isEmpty();
            errands.sort(Comparator.comparing(Errand::host));
            return errands;
        } finally {
            lock.unlock();
        }
    }

    private Errand everyNode(TailnetId home, TailnetId host) {
        Tailnet tailnet = newest.get(home);
        return errand(home, host, tailnet == null ? Set.of() : tailnet.nodes().ids(), true);
    }

    private Errand errand(TailnetId home, TailnetId host, Collection<NodeId> nodes, boolean isAll) {
        Map<NodeId, Guest> guests = new HashMap<>();
        Tailnet tailnet = newest.get(home);
        boolean visits = sharesWith.getOrDefault(host, Set.of()).contains(home);
        if (tailnet != null) {
            for (NodeId id : nodes) {
                Node node = tailnet.nodes().get(id);
                if (node != null && (visits || node.shares().contains(host))) {
                    Guest.Standing standing =
                            node.shares().contains(host) ? Guest.Standing.SHARED : Guest.Standing.VISITING;
                    guests.put(id, Guest.of(tailnet, node, standing));
                }
            }
        }
        return new Errand(home, host, Set.copyOf(nodes), guests, isAll);
    }

    private void tell(Errand errand) {
        TailnetWriter writer = writers.find(errand.host);
        if (writer == null) {
            return;
        }
        try {
            writer.submit(scene -> new Decision<>(changes(scene.tailnet(), errand), true));
        } catch (RefusedException refused) {
            again(errand, refused.refusal());
        } catch (RuntimeException broken) {
            LOG.atError().setCause(broken).log("guests were not updated");
        }
    }

    /// Whoever has no time now is told later; a tailnet that is gone needs to know nothing.
    private void again(Errand errand, Refusal refusal) {
        if (refusal instanceof Refusal.Busy) {
            java.util.concurrent.locks.LockSupport.parkNanos(100_000_000L); // others are being served meanwhile
            lock.lock();
            try {
                waiting.computeIfAbsent(errand.home, _ -> new News()).partners.add(errand.host);
            } finally {
                lock.unlock();
            }
        }
    }

    private static List<Change> changes(Tailnet host, Errand errand) {
        List<Change> changes = new ArrayList<>();
        for (NodeId id : errand.nodes) {
            Guest known = host.guests().get(id);
            Guest guest = errand.guests.get(id);
            if (guest != null && !guest.equals(known)) {
                changes.add(new Change.GuestSet(guest));
            } else if (guest == null && known != null) {
                changes.add(new Change.GuestLeft(id));
            }
        }
        if (errand.isAll) {
            host.guests().values().stream()
                    .filter(known -> known.home().id().equals(errand.home))
                    .filter(known -> !errand.nodes.contains(known.id()))
                    .forEach(stranger -> changes.add(new Change.GuestLeft(stranger.id())));
        }
        return changes;
    }
}
