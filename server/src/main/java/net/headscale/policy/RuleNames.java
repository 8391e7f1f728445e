package net.headscale.policy;

import java.util.List;
import java.util.Map;
import net.headscale.policy.membership.SourceSet;
import net.headscale.wire.json.RawJson;
import net.headscale.wire.net.Prefix;
import net.headscale.wire.tailcfg.FilterRule;

/// Names packet filter rules: the place in the policy in five hex digits, then 64 bits of a hash of all that the rule
/// says. Names sort as the policy does, and stay while the rule stays.
final class RuleNames {
    private static final long PRIME = 0x100000001b3L; // FNV-1a's

    private RuleNames() {}

    static NamedRule named(int position, SourceSet.Key sources, FilterRule rule) {
        long hash = mixed(mixed(0xcbf29ce484222325L, sources.high()), sources.low());
        for (int protocol : rule.protocols()) {
            hash = mixed(hash, protocol);
        }
        for (FilterRule.PortsAt ports : rule.destinations()) {
            hash = text(hash, ports.addresses());
            hash = mixed(
                    hash, (long) ports.ports().first() << 16 | ports.ports().last());
        }
        for (FilterRule.CapGrant grant : rule.grants()) {
            hash = grant(hash, grant);
        }
        return new NamedRule("%05x-%016x".formatted(position, finished(hash)), rule);
    }

    private static long grant(long before, FilterRule.CapGrant grant) {
        long hash = before;
        for (Prefix destination : grant.destinations()) {
            hash = mixed(hash, destination.address().high());
            hash = mixed(hash, destination.address().low());
            hash = mixed(hash, destination.bits());
        }
        for (Map.Entry<String, List<RawJson>> capability :
                grant.capMap().capabilities().entrySet()) {
            hash = text(hash, capability.getKey());
            for (RawJson value : capability.getValue()) {
                hash = text(hash, value.text());
            }
        }
        return hash;
    }

    private static long text(long before, String text) {
        long hash = before;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * PRIME;
        }
        return mixed(hash, text.length());
    }

    private static long mixed(long hash, long word) {
        long z = (hash ^ word) * 0x9e3779b97f4a7c15L;
        return z ^ (z >>> 29);
    }

    private static long finished(long hash) {
        long z = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
