package net.headscale.journal;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.Revision;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.TailnetId;

/// The durable state of all tailnets.
///
/// Thread-safe. Every method but [#writeBehind] returns when its effect is on the disk, and may be called from
/// virtual threads. All of them throw [JournalUnavailable] when the store cannot be reached; nothing is half done
/// then, and the next call tries again. A caller that gets it from a write cannot know whether the write took place
/// (the answer may have been lost); its next append says so by being [Appended.Overtaken].
public interface Journal extends AutoCloseable {
    /// All tailnets, in the order of ids, with every earlier [#writeBehind] in them.
    List<Tailnet> loadAll();

    /// One tailnet as it is stored now, or nothing when there is none with this id.
    Optional<Tailnet> load(TailnetId id);

    /// Stores a new tailnet with everything in it, at the revision that it says.
    ///
    /// Its ids are leased ones; ids from elsewhere (an import) are never leased again afterwards.
    ///
    /// @throws JournalClash if it holds a node key, an address or an id that another tailnet has
    Created create(Tailnet tailnet);

    /// Stores all batches or none: each tailnet must be at exactly the revision that its batch expects.
    ///
    /// @param batches of different tailnets
    /// @throws JournalClash if two would have the same name, node key, address, label or login name; nothing is
    ///     stored then
    Appended append(List<Batch> batches);

    /// Removes a tailnet and everything in it, if it is at exactly this revision.
    Appended drop(TailnetId id, Revision expected);

    /// Stores the volatile parts of nodes (host, reach, disco key, presence) some time soon; the last value of a node
    /// wins, nodes that are gone are passed over. Returns at once; [#close] stores what still waits.
    ///
    /// For the tailnet's one writer: what an append stores of a node is taken to be newer than whatever was to be
    /// written behind before it.
    void writeBehind(TailnetId id, Collection<Node> nodes);

    /// Takes a block of ids that nobody was or will be given, also after a crash.
    ///
    /// @param count positive
    /// @return the first of `count` consecutive ids
    long leaseIds(IdKind kind, int count);

    /// The node keys that came out of use, in all tailnets and in those that are gone; the newest [FormerKey#MOST],
    /// oldest first. [#append] and [#drop] note them.
    List<FormerKey> formerKeys();

    /// Writes something and takes it back, all the way to the disk: returns if what comes next can be stored.
    void probe();

    /// The keys of the administration interface.
    ApiKeys apiKeys();

    /// The programs that ask for access tokens to the administration interface.
    OAuthClients oauthClients();

    /// Every policy that there was.
    PolicyVersions policies();

    /// The logins that wait for a person.
    PendingLogins pendingLogins();

    /// Stores what waits and lets go of the database. Later calls throw [IllegalStateException].
    @Override
    void close();
}
