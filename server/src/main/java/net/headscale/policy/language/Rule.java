package net.headscale.policy.language;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import net.headscale.tailnet.Tag;
import net.headscale.wire.json.RawJson;
import net.headscale.wire.tailcfg.FilterRule.PortRange;

/// One entry of `grants` or `acls`.
///
/// @param origin the section and place, such as `grants[3]`, and its line
/// @param sources who; none: the rule says nothing
/// @param postures names of postures, one of which a source node must fulfil; none: any node
/// @param parts what, in the order in which packet filters have it
/// @param via tags of the routers that lead to the destinations; none: whoever serves them
public record Rule(Origin origin, List<Selector> sources, List<String> postures, List<Part> parts, List<Tag> via) {
    public Rule {
        sources = List.copyOf(sources);
        postures = List.copyOf(postures);
        parts = List.copyOf(parts);
        via = List.copyOf(via);
    }

    /// Where a rule stands.
    public record Origin(String section, int index, int line) {
        @Override
        public String toString() {
            return section + "[" + index + "], line " + line;
        }
    }

    /// What a rule allows, at some of its destinations.
    public sealed interface Part {
        /// Whether it is about `autogroup:self`: nodes of the source's own user; the destinations then say nothing.
        boolean isSelf();

        /// Its destinations, in order.
        List<Selector> destinations();
    }

    /// Opens ports.
    ///
    /// @param protocol an IP protocol number; -1 the client's default
    public record Opening(int protocol, List<Target> targets, boolean isSelf) implements Part {
        public Opening {
            targets = List.copyOf(targets);
        }

        @Override
        public List<Selector> destinations() {
            return targets.stream().map(Target::destination).toList();
        }
    }

    /// Gives capabilities.
    public record Granting(List<Selector> destinations, SortedMap<String, List<RawJson>> capabilities, boolean isSelf)
            implements Part {
        public Granting {
            destinations = List.copyOf(destinations);
            capabilities = Collections.unmodifiableSortedMap(new TreeMap<>(capabilities));
        }
    }

    /// Ports at a destination.
    public record Target(Selector destination, List<PortRange> ports) {
        public Target {
            ports = List.copyOf(ports);
        }
    }
}
