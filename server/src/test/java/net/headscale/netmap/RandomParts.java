package net.headscale.netmap;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import net.headscale.dns.DnsSettings;
import net.headscale.dns.Suffixes;
import net.headscale.tailnet.Host;
import net.headscale.tailnet.NodeKeys;
import net.headscale.tailnet.Reach;
import net.headscale.wire.key.DiscoKey;
import net.headscale.wire.key.MachineKey;
import net.headscale.wire.key.NetworkLockKey;
import net.headscale.wire.key.NodeKey;
import net.headscale.wire.net.Endpoint;
import net.headscale.wire.net.Prefix;
import net.headscale.wire.tailcfg.DerpMap;
import net.headscale.wire.tailcfg.DerpNode;
import net.headscale.wire.tailcfg.DerpRegion;
import net.headscale.wire.tailcfg.DnsConfig;
import net.headscale.wire.tailcfg.Hostinfo;
import net.headscale.wire.tailcfg.NetInfo;

/// Parts of tailnets by seed. Values come from small stocks, so that they collide, return and fail over.
record RandomParts(RandomGenerator random) {
    private static final List<String> TAILNETS = List.of("lab", "attic", "two", "three", "elsewhere");

    private static final List<Prefix> STOCK_OF_ROUTES = List.of(
            Prefix.parse("10.0.0.0/8"),
            Prefix.parse("10.33.0.0/16"),
            Prefix.parse("192.168.1.0/24"),
            Prefix.parse("fd00:1::/64"),
            Prefix.parse("0.0.0.0/0"),
            Prefix.parse("::/0"));

    boolean oneIn(int many) {
        return random.nextInt(many) == 0;
    }

    <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    <T> List<T> some(List<T> of) {
        List<T> some = new ArrayList<>(of);
        some.removeIf(_ -> random.nextBoolean());
        return some;
    }

    MachineKey machineKey() {
        return new MachineKey(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    }

    NodeKey nodeKey() {
        return new NodeKey(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    }

    DiscoKey discoKey() {
        return new DiscoKey(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    }

    /// The keys of a new node; the client may not have told its discovery key yet.
    NodeKeys keys(MachineKey machine) {
        var lock = new NetworkLockKey(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
        return new NodeKeys(machine, nodeKey(), oneIn(3) ? DiscoKey.ZERO : discoKey(), lock);
    }

    SortedSet<Prefix> routes() {
        return new TreeSet<>(some(STOCK_OF_ROUTES));
    }

    /// A client's word of its machine; the protocol version only grows.
    Host host(int capabilityVersionBefore) {
        int capabilityVersion = Math.max(capabilityVersionBefore, any(List.of(113, 130, 142)));
        return new Host(
                capabilityVersion,
                Hostinfo.builder()
                        .os(any(List.of("linux", "windows", "macOS")))
                        .ipnVersion(any(List.of("1.80.0", "1.98.2", "1.103.1")))
                        .hostname(any(List.of("alpha", "beta", "Joe's Mac")))
                        .routableIps(List.copyOf(routes()))
                        .services(oneIn(2) ? List.of() : List.of(new Hostinfo.Service("peerapi4", 4000, "")))
                        .netInfo(netInfo())
                        .build());
    }

    /// What changes with every measurement and is of no concern to anybody else.
    NetInfo netInfo() {
        return NetInfo.builder()
                .linkType(any(List.of("wired", "wifi")))
                .preferredDerp(random.nextInt(1, 4))
                .build();
    }

    /// Endpoints and home region, often none; now and then of a node that roams.
    Reach reach() {
        List<Endpoint> endpoints = some(List.of(
                Endpoint.parse("192.0.2.1:41641"),
                Endpoint.parse("198.51.100.7:1024"),
                Endpoint.parse("[2001:db8::1]:41641")));
        Reach reach = new Reach(endpoints, random.nextInt(4));
        return oneIn(4) ? reach.on(new Reach.Footing.Roaming()) : reach;
    }

    Surroundings surroundings() {
        List<DerpRegion> regions = some(List.of(1, 2, 3)).stream()
                .map(id -> DerpRegion.of(
                        id, "r" + id, "Region " + id, List.of(DerpNode.of(id + "a", id, "derp" + id + ".example"))))
                .toList();
        return new Surroundings(DerpMap.of(regions), dns(), features());
    }

    DnsSettings dns() {
        return new DnsSettings(
                new Suffixes(any(List.of("tail.example", "tail.example", "ts.example")), ownDomains()),
                random.nextBoolean(),
                some(List.of("9.9.9.9", "https://dns.example/dns-query")),
                random.nextBoolean(),
                oneIn(2) ? java.util.Map.of() : java.util.Map.of("corp.example", List.of("10.33.0.53")),
                some(List.of("corp.example")),
                oneIn(2) ? List.of() : List.of(new DnsConfig.ExtraRecord("db.corp.example", "A", "10.33.0.7")));
    }

    /// A domain of its own for the tailnet of a history or for the homes of its guests, sometimes.
    private java.util.Map<String, String> ownDomains() {
        return oneIn(2)
                ? java.util.Map.of()
                : java.util.Map.of(any(TAILNETS), any(List.of("own.example", "of.example")));
    }

    Surroundings.Features features() {
        return new Surroundings.Features(
                random.nextBoolean(), random.nextBoolean(), random.nextBoolean(), random.nextBoolean());
    }

    /// The same surroundings in all but one part.
    Surroundings changed(Surroundings before) {
        Surroundings other = surroundings();
        return switch (random.nextInt(3)) {
            case 0 -> new Surroundings(other.derpMap(), before.dns(), before.features());
            case 1 -> new Surroundings(before.derpMap(), other.dns(), before.features());
            default -> new Surroundings(before.derpMap(), before.dns(), other.features());
        };
    }
}
