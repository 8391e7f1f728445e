package net.headscale.testkit.netmap;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import net.headscale.testkit.netmap.Trap.Kind;
import net.headscale.wire.tailcfg.DerpMap;
import net.headscale.wire.tailcfg.DisplayMessage;
import net.headscale.wire.tailcfg.DnsConfig;
import net.headscale.wire.tailcfg.FilterRule;
import net.headscale.wire.tailcfg.MapResponse;
import net.headscale.wire.tailcfg.Node;
import net.headscale.wire.tailcfg.SshPolicy;
import net.headscale.wire.tailcfg.TkaInfo;
import net.headscale.wire.tailcfg.UserProfile;
import org.jspecify.annotations.Nullable;

/// A client in a map stream. Immutable: each message makes another one.
///
/// ```java
/// ClientNetmap before = ClientNetmap.empty().apply(full, now);
/// ClientNetmap after = before.apply(difference, now);
/// assertThat(after.live()).isEqualTo(ClientNetmap.empty().apply(fullAfter, now).live());
/// assertThat(after.traps()).isEmpty();
/// ```
///
/// Not in here, because it is not remembered in a stream: pings, pop-up URLs, dial plans, client versions, debug
/// orders.
public final class ClientNetmap {
    private static final String DISABLE_DELTA_UPDATES = "disable-delta-updates";
    private static final ClientNetmap EMPTY = new ClientNetmap();

    private @Nullable Node self;
    private SortedMap<Long, Node> peers = Collections.emptySortedMap();
    private SortedMap<Long, Node> livePeers = Collections.emptySortedMap();
    private Map<Long, UserProfile> profiles = Map.of();
    private Map<Long, UserProfile> liveProfiles = Map.of();
    private @Nullable DerpMap derpMap;
    private SortedMap<String, List<FilterRule>> filters = Collections.emptySortedMap();
    private DnsConfig dns = DnsConfig.none();
    private @Nullable SshPolicy ssh;
    private boolean collectServices;
    private String domain = "";
    private String auditLogId = "";
    private List<String> health = List.of();
    private Map<String, DisplayMessage> displayMessages = Map.of();
    private @Nullable TkaInfo tka;
    private List<Trap> traps = List.of();

    private ClientNetmap() {}

    private ClientNetmap(ClientNetmap other) {
        self = other.self;
        peers = other.peers;
        livePeers = other.livePeers;
        profiles = other.profiles;
        liveProfiles = other.liveProfiles;
        derpMap = other.derpMap;
        filters = other.filters;
        dns = other.dns;
        ssh = other.ssh;
        collectServices = other.collectServices;
        domain = other.domain;
        auditLogId = other.auditLogId;
        health = other.health;
        displayMessages = other.displayMessages;
        tka = other.tka;
        traps = other.traps;
    }

    /// A client that has just started to poll.
    public static ClientNetmap empty() {
        return EMPTY;
    }

    /// The client after one more message.
    ///
    /// @param now the client's time, for peers that were *seen just now*
    /// @throws IllegalArgumentException if a first message lacks the node itself: the client ends the stream
    public ClientNetmap apply(MapResponse message, Instant now) {
        if (message.keepAlive()) {
            return this; // whatever else is in it
        }
        if (self == null && message.node() == null) {
            throw new IllegalArgumentException("expected the node itself in the first message");
        }
        ClientNetmap next = new ClientNetmap(this);
        next.take(message, now);
        return next;
    }

    private void take(MapResponse message, Instant now) {
        List<Trap> fallenInto = new ArrayList<>(traps);
        RememberedPeers remembered = new RememberedPeers(peers, fallenInto);
        remembered.noteTraps(message);
        MapResponse prepared = remembered.prepared(message);
        remembered.take(prepared, now);
        peers = Collections.unmodifiableSortedMap(remembered.byId());
        takeNode(prepared);
        takeProfiles(prepared);
        takeDerpMap(prepared);
        takeFilters(prepared);
        takeSettings(prepared);
        takeHealth(prepared);
        goLive(prepared, now);
        noteTraps(fallenInto);
        traps = fallenInto.stream().distinct().toList();
    }

    private void takeNode(MapResponse message) {
        if (message.node() != null) {
            self = RememberedPeers.upgraded(message.node());
        }
    }

    /// Profiles are merged, and none is ever forgotten.
    private void takeProfiles(MapResponse message) {
        profiles = with(profiles, message.userProfiles());
    }

    private static Map<Long, UserProfile> with(Map<Long, UserProfile> known, List<UserProfile> come) {
        Map<Long, UserProfile> merged = new HashMap<>(known);
        come.forEach(profile -> merged.put(profile.id(), profile));
        return merged;
    }

    /// Regions replace all regions, scores all scores, and each is unchanged when it is absent.
    private void takeDerpMap(MapResponse message) {
        DerpMap come = message.derpMap();
        DerpMap known = derpMap;
        if (come == null || known == null) {
            derpMap = come == null ? known : come;
            return;
        }
        boolean sameRegions = come.regions() == null;
        derpMap = new DerpMap(
                merged(known.homeParams(), come.homeParams()),
                sameRegions ? known.regions() : come.regions(),
                sameRegions ? known.omitDefaultRegions() : come.omitDefaultRegions());
    }

    private static DerpMap.@Nullable HomeParams merged(
            DerpMap.@Nullable HomeParams known, DerpMap.@Nullable HomeParams come) {
        if (come == null || known == null) {
            return come == null ? known : come;
        }
        return come.regionScore() == null ? known : come;
    }

    /// The one filter is the named filter `base`; names come after it, and `*` before all names.
    private void takeFilters(MapResponse message) {
        TreeMap<String, List<FilterRule>> named = new TreeMap<>(filters);
        if (message.packetFilter() != null) {
            named.put("base", message.packetFilter());
        }
        if (message.packetFilters() != null) {
            patch(named, message.packetFilters());
        }
        filters = named;
    }

    private void takeSettings(MapResponse message) {
        dns = message.dnsConfig() == null ? dns : message.dnsConfig();
        ssh = message.sshPolicy() == null ? ssh : message.sshPolicy();
        collectServices = message.collectServices() == null ? collectServices : message.collectServices();
        domain = message.domain().isEmpty() ? domain : message.domain();
        auditLogId = message.domainDataPlaneAuditLogId().isEmpty() ? auditLogId : message.domainDataPlaneAuditLogId();
        tka = message.tkaInfo() == null ? tka : message.tkaInfo();
    }

    private void takeHealth(MapResponse message) {
        health = message.health() == null ? health : message.health();
        if (message.displayMessages() != null) {
            Map<String, DisplayMessage> shown = new HashMap<>(displayMessages);
            patch(shown, message.displayMessages());
            displayMessages = shown;
        }
    }

    /// `null` drops one, `null` under `*` all that were there before.
    private static <V> void patch(Map<String, V> known, Map<String, @Nullable V> come) {
        if (come.containsKey("*") && come.get("*") == null) {
            known.clear();
        }
        come.forEach((name, value) -> {
            if (value == null) {
                known.remove(name);
            } else if (!name.equals("*")) {
                known.put(name, value);
            }
        });
    }

    /// Small messages change what the client works with in place; all others make it anew from what is remembered.
    private void goLive(MapResponse message, Instant now) {
        boolean inPlace = self != null && !self.capMap().contains(DISABLE_DELTA_UPDATES);
        SortedMap<Long, Node> changed = inPlace ? LivePeers.after(livePeers, message, now) : null;
        if (changed == null) {
            livePeers = peers;
            liveProfiles = named(profiles, peers);
        } else {
            livePeers = changed;
            liveProfiles = with(liveProfiles, message.userProfiles());
        }
    }

    /// The profiles of those whom the node itself and these peers name.
    private SortedMap<Long, UserProfile> named(Map<Long, UserProfile> from, SortedMap<Long, Node> by) {
        SortedMap<Long, UserProfile> named = new TreeMap<>();
        for (long user : users(by)) {
            UserProfile profile = from.get(user);
            if (profile != null) {
                named.put(user, profile);
            }
        }
        return named;
    }

    private List<Long> users(SortedMap<Long, Node> by) {
        List<Long> users = new ArrayList<>();
        if (self != null) {
            users.add(self.user());
        }
        by.values().forEach(peer -> users.addAll(List.of(peer.user(), peer.sharer())));
        return users.stream().filter(user -> user != 0).distinct().toList();
    }

    private void noteTraps(List<Trap> into) {
        for (long user : users(livePeers)) {
            if (!liveProfiles.containsKey(user)) {
                into.add(new Trap(Kind.PROFILE_MISSING, 0, "user " + user));
            }
        }
        peers.forEach((id, peer) -> {
            if (!peer.equals(livePeers.get(id))) {
                into.add(new Trap(Kind.LIVE_DIFFERS, id, ""));
            }
        });
        livePeers.keySet().stream()
                .filter(id -> !peers.containsKey(id))
                .forEach(id -> into.add(new Trap(Kind.LIVE_DIFFERS, id, "")));
    }

    /// What the client works with now. This is what a user and the data plane see.
    public Netmap live() {
        return netmap(livePeers, liveProfiles);
    }

    /// What the next full rebuild will make the client work with.
    public Netmap remembered() {
        return netmap(peers, profiles);
    }

    private Netmap netmap(SortedMap<Long, Node> shownPeers, Map<Long, UserProfile> shownProfiles) {
        return new Netmap(
                self,
                shownPeers,
                named(shownProfiles, shownPeers),
                derpMap,
                filters.values().stream().flatMap(List::stream).toList(),
                dns,
                ssh,
                collectServices,
                domain,
                auditLogId,
                health,
                displayMessages,
                tka);
    }

    /// The traps that the messages so far have led into, each once, in their order.
    public List<Trap> traps() {
        return traps;
    }
}
