package net.headscale.coordinator;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import net.headscale.address.AddressBlock;
import net.headscale.journal.Appended;
import net.headscale.journal.Created;
import net.headscale.journal.Journal;
import net.headscale.netmap.Surroundings;
import net.headscale.netmap.View;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.DnsLabel;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.PolicyText;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.TailnetId;
import net.headscale.tailnet.User;
import net.headscale.tailnet.UserId;

/// All tailnets of this server: who writes to each, where a node is, what ids and addresses are free.
///
/// Thread-safe. Calls that change something block until it is durable.
public final class Coordinator {
    /// The tailnet that exists from the start and is meant where none is named.
    public static final String DEFAULT_TAILNET = "default";

    private static final String DEFAULT_OWNER = "admin";
    private static final int MOST_FORMER_POLICIES = 100; // the last good one is hardly older

    private final Journal journal;
    private final Clock clock;
    private final Directory directory = new Directory();
    private final Allocator allocator;
    private final Limits limits;
    private final Map<TailnetId, TailnetWriter> writers = new ConcurrentHashMap<>();
    private final List<Publication.Listener> listeners = new CopyOnWriteArrayList<>();
    private final WriterWatches watches = new WriterWatches();
    private final GuestMirror guests = new GuestMirror(writers::get);

    /// Guards names: creating, renaming and destroying tailnets, moving between them, and the surroundings of new ones.
    /// Journal I/O is done under it; nothing else waits for it.
    private final ReentrantLock names = new ReentrantLock();

    private Surroundings surroundings;

    private Coordinator(
            Journal journal, Clock clock, List<AddressBlock> blocks, Surroundings surroundings, Limits limits) {
        this.limits = limits;
        this.journal = journal;
        this.clock = clock;
        this.surroundings = surroundings;
        this.allocator = new Allocator(journal, directory, blocks);
    }

    /// Loads all tailnets, without limits on what they may hold.
    public static Coordinator open(Journal journal, Clock clock, List<AddressBlock> blocks, Surroundings surroundings) {
        return open(journal, clock, blocks, surroundings, Limits.NONE);
    }

    /// Loads all tailnets, and makes the default one when there is none.
    ///
    /// @param blocks where nodes get addresses from, IPv4 first
    /// @throws net.headscale.journal.JournalUnavailable if they cannot be loaded
    public static Coordinator open(
            Journal journal, Clock clock, List<AddressBlock> blocks, Surroundings surroundings, Limits limits) {
        Coordinator coordinator = new Coordinator(journal, clock, blocks, surroundings, limits);
        coordinator.directory.addFormer(journal.formerKeys());
        journal.loadAll().forEach(coordinator::adopt);
        if (coordinator.find(DEFAULT_TAILNET).isEmpty()) {
            coordinator.create(DEFAULT_TAILNET, DEFAULT_OWNER);
        }
        coordinator.guests.start(coordinator.all().stream()
                .map(writer -> writer.current().tailnet())
                .toList());
        return coordinator;
    }

    /// The tailnet with this name.
    public Optional<TailnetWriter> find(String name) {
        return writers.values().stream()
                .filter(writer -> writer.current().tailnet().name().equals(name))
                .findFirst();
    }

    public Optional<TailnetWriter> find(TailnetId id) {
        return Optional.ofNullable(writers.get(id));
    }

    /// The node that is there.
    public Optional<Node> find(Directory.Place place) {
        return find(place.tailnet())
                .flatMap(writer -> writer.current().tailnet().nodes().find(place.node()));
    }

    /// The tailnet with this name.
    ///
    /// @throws RefusedException if there is none
    public TailnetWriter require(String name) {
        return find(name).orElseThrow(() -> new RefusedException(new Refusal.TailnetUnknown(name)));
    }

    /// In the order of ids.
    public List<TailnetWriter> all() {
        return writers.values().stream()
                .sorted(Comparator.comparing(
                        writer -> writer.current().tailnet().id()))
                .toList();
    }

    public Directory directory() {
        return directory;
    }

    public Allocator allocator() {
        return allocator;
    }

    /// How much a tailnet may hold.
    public Limits limits() {
        return limits;
    }

    /// Tells `watch` how long writers take from now on.
    public void watch(WriterWatch watch) {
        watches.add(watch);
    }

    /// Tells `listener` of every publication from now on.
    public void watch(Publication.Listener listener) {
        listeners.add(listener);
    }

    /// Makes a tailnet whose owner has the same name (a namespace of 2021).
    ///
    /// @throws RefusedException if the name is taken or does not do as a DNS label
    public TailnetWriter create(String name) {
        return create(name, name);
    }

    private TailnetWriter create(String name, String owner) {
        checkName(name);
        names.lock();
        try {
            Tailnet empty = Tailnet.empty(allocator.tailnetId(), name);
            User user = User.local(allocator.userId(), owner, clock.instant());
            Tailnet tailnet = empty.after(new Change.UserSet(user));
            return switch (journal.create(tailnet)) {
                case Created.Stored _ -> adopt(tailnet);
                case Created.NameTaken(String taken) -> throw new RefusedException(new Refusal.NameTaken(taken));
            };
        } finally {
            names.unlock();
        }
    }

    /// Gives a tailnet another name.
    ///
    /// @throws RefusedException if there is no such tailnet, or the new name is taken or does not do
    public void rename(String name, String newName) {
        checkName(newName);
        names.lock();
        try {
            TailnetWriter writer = require(name);
            if (find(newName).isPresent()) {
                throw new RefusedException(new Refusal.NameTaken(newName));
            }
            writer.submit(_ -> Decision.of(new Change.TailnetRenamed(newName), true));
        } finally {
            names.unlock();
        }
    }

    /// Removes a tailnet and everything in it.
    ///
    /// @param evenIfUsed whether it may still have nodes
    /// @throws RefusedException if there is no such tailnet, it is the default one, or nodes are in the way
    public void destroy(String name, boolean evenIfUsed) {
        names.lock();
        try {
            TailnetWriter writer = require(name);
            if (name.equals(DEFAULT_TAILNET)) {
                throw new RefusedException(new Refusal.Unfit("the default tailnet stays"));
            }
            Tailnet last = writer.close(tailnet -> {
                if (!evenIfUsed && !tailnet.nodes().isEmpty()) {
                    throw new RefusedException(new Refusal.NotEmpty("nodes remain in " + name));
                }
                if (journal.drop(tailnet.id(), tailnet.revision()) instanceof Appended.Overtaken) {
                    throw new RefusedException(new Refusal.Busy());
                }
            });
            writers.remove(last.id());
            directory.remove(last);
            guests.forget(last.id());
            writers.values().forEach(other -> unshare(other, last.id()));
        } finally {
            names.unlock();
        }
    }

    /// Moves a node to another tailnet; it keeps id, keys and addresses, and its client polls again at once.
    ///
    /// @param owner whose it becomes there
    /// @throws RefusedException if there is no such node, or the other tailnet has no such user or no room
    public void move(TailnetWriter from, NodeId node, TailnetWriter to, UserId owner) {
        if (from.equals(to)) {
            throw new RefusedException(new Refusal.Unfit("the node is in this tailnet already"));
        }
        names.lock();
        try {
            from.move(to, new Crossing(node, owner, limits));
        } finally {
            names.unlock();
        }
    }

    /// Changes what the server adds to every tailnet, and publishes it if that is something else than before. No
    /// tailnet misses it, however many commands wait there.
    public void surround(UnaryOperator<Surroundings> change) {
        names.lock();
        try {
            Surroundings changed = change.apply(surroundings);
            if (changed.equals(surroundings)) {
                return;
            }
            surroundings = changed;
            writers.values().forEach(writer -> writer.surround(changed));
        } finally {
            names.unlock();
        }
    }

    /// Nothing is shared with a tailnet that is gone.
    private static void unshare(TailnetWriter writer, TailnetId gone) {
        writer.submit(scene -> {
            List<Change> changes = new ArrayList<>();
            for (Node node : scene.tailnet().nodes().values()) {
                if (node.shares().contains(gone)) {
                    SortedSet<TailnetId> left = new TreeSet<>(node.shares());
                    left.remove(gone);
                    changes.add(new Change.SharesSet(node.id(), left));
                }
            }
            return new Decision<>(changes, true);
        });
    }

    private TailnetWriter adopt(Tailnet tailnet) {
        directory.add(tailnet);
        View first = View.first(tailnet, () -> formerPolicies(tailnet.id()), surroundings);
        TailnetWriter writer = new TailnetWriter(first, journal, clock, this::published, watches);
        writers.put(tailnet.id(), writer);
        return writer;
    }

    private Iterator<PolicyText> formerPolicies(TailnetId id) {
        return journal.policies().newest(id, MOST_FORMER_POLICIES).stream()
                .flatMap(version -> journal.policies().find(id, version.revision()).stream())
                .iterator();
    }

    private void published(Publication publication) {
        directory.follow(publication);
        guests.follow(publication);
        listeners.forEach(listener -> listener.published(publication));
    }

    private static void checkName(String name) {
        if (!DnsLabel.isValid(name)) {
            throw new RefusedException(
                    new Refusal.NameUnfit(name, "1 to 63 lower-case letters, digits and hyphens, no hyphen at an end"));
        }
    }
}
