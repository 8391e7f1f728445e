package net.headscale.coordinator;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import net.headscale.address.AddressBlock;
import net.headscale.journal.IdKind;
import net.headscale.journal.Journal;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.PreauthKeyId;
import net.headscale.tailnet.TailnetId;
import net.headscale.tailnet.UserId;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.net.Prefix;

/// Hands out ids and addresses before a command is decided, so that deciding stays pure and tailnets cannot collide.
///
/// Thread-safe. Ids come in blocks leased from the journal; unused ids are lost, unused addresses come back.
public final class Allocator {
    private static final int IDS_A_LEASE = 64; // one write for as many; a restart loses at most these
    private static final int MOST_POOLS = 10_000; // whose last address is remembered

    private final Journal journal;
    private final Directory directory;
    private final List<AddressBlock> blocks;

    /// Guards everything below. Leasing ids is I/O under the lock, once in 64.
    private final ReentrantLock lock = new ReentrantLock();

    private final Map<IdKind, Range> ids = new EnumMap<>(IdKind.class);
    private final Set<IpAddress> reserved = new HashSet<>();
    private final List<IpAddress> last = new ArrayList<>();
    private final Map<Prefix, IpAddress> lastOfPool = new HashMap<>();

    Allocator(Journal journal, Directory directory, List<AddressBlock> blocks) {
        this.journal = journal;
        this.directory = directory;
        this.blocks = List.copyOf(blocks);
        blocks.forEach(block -> last.add(block.prefix().first()));
    }

    /// Which addresses a node is to have.
    ///
    /// @param chosen by an administrator, at most one of a block; they come before all else
    /// @param pools that its IPv4 address is to be of, the first with room; none: any of the block
    /// @param hasIpv4 whether it gets one at all, where it gets an IPv6 address
    public record Wish(List<IpAddress> chosen, List<Prefix> pools, boolean hasIpv4) {
        /// Whatever is free.
        public static final Wish NONE = new Wish(List.of(), List.of(), true);

        public Wish {
            chosen = List.copyOf(chosen);
            pools = List.copyOf(pools);
        }
    }

    /// What a new node needs.
    ///
    /// @param node its id
    /// @param addresses one of each block, IPv4 first; none of IPv4 where the wish says so
    /// @param chosen those of them that an administrator chose
    public record Lease(NodeId node, List<IpAddress> addresses, List<IpAddress> chosen) {
        public Lease {
            addresses = List.copyOf(addresses);
            chosen = List.copyOf(chosen);
        }

        /// The addresses of a node that is there already: the chosen ones in the place of its own.
        public List<IpAddress> over(List<IpAddress> own) {
            return own.stream()
                    .map(address -> chosen.stream()
                            .filter(other -> other.isIpv6() == address.isIpv6())
                            .findFirst()
                            .orElse(address))
                    .toList();
        }
    }

    public UserId userId() {
        return new UserId(id(IdKind.USER));
    }

    public PreauthKeyId preauthKeyId() {
        return new PreauthKeyId(id(IdKind.PREAUTH_KEY));
    }

    public TailnetId tailnetId() {
        return new TailnetId(id(IdKind.TAILNET));
    }

    /// An id for an API key.
    public long apiKeyId() {
        return id(IdKind.API_KEY);
    }

    /// An id and addresses for a node; to be given to [#settle] when the node has joined, or will not.
    ///
    /// @throws RefusedException if a block has no address left
    public Lease lease() {
        return lease(Wish.NONE);
    }

    /// An id and addresses for a node, as it is to have them.
    ///
    /// @throws RefusedException if no address is left, or a chosen one is no node's or somebody else's
    public Lease lease(Wish wish) {
        List<IpAddress> chosen = wish.chosen();
        chosen.forEach(this::checkOffered);
        NodeId node = new NodeId(id(IdKind.NODE));
        lock.lock();
        try {
            chosen.forEach(this::checkFree);
            List<IpAddress> addresses = new ArrayList<>();
            for (int i = 0; i < blocks.size(); i++) {
                addressOf(i, wish).ifPresent(addresses::add);
            }
            if (!addresses.containsAll(chosen)) {
                throw new RefusedException(new Refusal.Unfit("expected at most one address of each prefix"));
            }
            reserved.addAll(addresses);
            return new Lease(node, addresses, chosen);
        } finally {
            lock.unlock();
        }
    }

    private Optional<IpAddress> addressOf(int block, Wish wish) {
        Optional<IpAddress> wanted =
                wish.chosen().stream().filter(blocks.get(block)::offers).findFirst();
        if (wanted.isPresent()) {
            return wanted;
        }
        boolean isIpv4 = !blocks.get(block).prefix().address().isIpv6();
        if (isIpv4 && !wish.hasIpv4() && blocks.size() > 1) {
            return Optional.empty();
        }
        if (isIpv4 && !wish.pools().isEmpty()) {
            return Optional.of(nextOf(wish.pools(), blocks.get(block)));
        }
        IpAddress next = nextFree(block);
        last.set(block, next);
        return Optional.of(next);
    }

    /// The next free address of the first pool that has one; what lies outside of `block` is no node's.
    private IpAddress nextOf(List<Prefix> pools, AddressBlock block) {
        if (lastOfPool.size() > MOST_POOLS) {
            lastOfPool.clear();
        }
        for (Prefix pool : pools) {
            boolean isWithin = block.prefix().contains(pool);
            if (isWithin || pool.contains(block.prefix())) {
                AddressBlock part = isWithin ? AddressBlock.of(pool) : block;
                IpAddress before = lastOfPool.getOrDefault(pool, part.prefix().first());
                Optional<IpAddress> free = part.nextFree(before, this::isTaken);
                if (free.isPresent()) {
                    lastOfPool.put(pool, free.get());
                    return free.get();
                }
            }
        }
        throw new RefusedException(new Refusal.Exhausted("addresses in ipPool "
                + String.join(", ", pools.stream().map(Prefix::toString).toList())));
    }

    /// Holds an address that somebody chose; to be given to [#settle] like a lease.
    ///
    /// @throws RefusedException if no block offers it, or somebody has it
    public void reserve(IpAddress address) {
        checkOffered(address);
        lock.lock();
        try {
            checkFree(address);
            reserved.add(address);
        } finally {
            lock.unlock();
        }
    }

    private void checkOffered(IpAddress address) {
        if (blocks.stream().noneMatch(block -> block.offers(address))) {
            throw new RefusedException(new Refusal.Unfit(address + " is not an address for nodes of this server"));
        }
    }

    private void checkFree(IpAddress address) {
        if (isTaken(address)) {
            throw new RefusedException(new Refusal.NameTaken(address.toString()));
        }
    }

    /// Lets go of addresses: the directory knows by now who has them, or nobody does.
    public void settle(List<IpAddress> addresses) {
        lock.lock();
        try {
            addresses.forEach(reserved::remove);
        } finally {
            lock.unlock();
        }
    }

    /// The prefixes that nodes get addresses from.
    public List<AddressBlock> blocks() {
        return blocks;
    }

    private IpAddress nextFree(int block) {
        Optional<IpAddress> free = blocks.get(block).nextFree(last.get(block), this::isTaken);
        return free.orElseThrow(() -> new RefusedException(
                new Refusal.Exhausted("addresses in " + blocks.get(block).prefix())));
    }

    private boolean isTaken(IpAddress address) {
        return reserved.contains(address) || directory.isTaken(address);
    }

    private long id(IdKind kind) {
        lock.lock();
        try {
            Range range = ids.get(kind);
            if (range == null || range.isEmpty()) {
                range = new Range(journal.leaseIds(kind, IDS_A_LEASE), IDS_A_LEASE);
            }
            ids.put(kind, new Range(range.next + 1, range.left - 1));
            return range.next;
        } finally {
            lock.unlock();
        }
    }

    private record Range(long next, int left) {
        boolean isEmpty() {
            return left == 0;
        }
    }
}
