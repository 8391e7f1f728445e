package net.headscale.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.headscale.policy.language.Autogroup;
import net.headscale.policy.language.Rule;
import net.headscale.policy.language.Selector;
import net.headscale.policy.membership.Blueprint.Entry;
import net.headscale.policy.membership.Membership;
import net.headscale.policy.membership.SourceSet;
import net.headscale.wire.tailcfg.FilterRule;
import net.headscale.wire.tailcfg.FilterRule.PortsAt;
import org.jspecify.annotations.Nullable;

/// Where each merged rule begins: the first entry of the whole policy that it is made of.
final class MergedRules {
    private final Membership membership;
    private @Nullable Map<Key, Integer> firsts;

    MergedRules(Membership membership) {
        this.membership = membership;
    }

    int first(Key key, int position) {
        Map<Key, Integer> made = firsts;
        if (made == null) {
            made = find();
            firsts = made;
        }
        return Math.min(position, made.getOrDefault(key, position));
    }

    private Map<Key, Integer> find() {
        Map<Key, Integer> found = new HashMap<>();
        for (Entry entry : membership.blueprint().entries()) {
            if (entry.part() instanceof Rule.Opening opening && !opening.isSelf() && !entry.isVia()) {
                SourceSet sources = membership.sources().of(entry.sources());
                if (!sources.isEmpty() && opening.targets().stream().anyMatch(this::leadsSomewhere)) {
                    found.putIfAbsent(new Key(sources.key(), opening.protocol()), entry.position());
                }
            }
        }
        return Map.copyOf(found);
    }

    private boolean leadsSomewhere(Rule.Target target) {
        return switch (target.destination()) {
            case Selector.Everyone _, Selector.Literal _, Selector.Host _, Selector.IpSet _ -> true;
            case Selector.Auto(Autogroup group) when group == Autogroup.INTERNET -> true;
            case Selector.Login _, Selector.Domain _, Selector.Group _, Selector.Tagged _, Selector.Auto _ ->
                !membership.nodesOf(target.destination()).isEmpty();
        };
    }

    /// What entries must share to become one rule.
    record Key(SourceSet.Key sources, int protocol) {}

    /// A rule that grows.
    static final class Growing {
        private int position;
        private final SourceSet sources;
        private final int protocol;
        private final List<PortsAt> ports = new ArrayList<>();

        Growing(int position, SourceSet sources, int protocol) {
            this.position = position;
            this.sources = sources;
            this.protocol = protocol;
        }

        /// Where the rule stands in the policy.
        int position() {
            return position;
        }

        void add(int from, List<PortsAt> more) {
            position = Math.min(position, from);
            ports.addAll(more);
        }

        NamedRule named() {
            List<Integer> protocols = protocol < 0 ? List.of() : List.of(protocol);
            FilterRule rule = new FilterRule(sources.text(), ports, protocols, List.of());
            return RuleNames.named(position, sources.key(), rule);
        }
    }
}
