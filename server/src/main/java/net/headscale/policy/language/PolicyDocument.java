package net.headscale.policy.language;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.headscale.tailnet.Tag;
import net.headscale.wire.net.Prefix;

/// A policy that was read and checked.
///
/// @param definitions the names that the rest uses
/// @param rules `grants`, then `acls`, in order; without either section one rule that allows everything
/// @param ssh the entries of `ssh`; absent is not the same as empty: without it nodes get no SSH policy
/// @param approvers who serves routes without being asked
/// @param attributes `nodeAttrs`
/// @param tests `tests` and `sshTests`
/// @param switches the rest
/// @param warnings what its author should know
public record PolicyDocument(
        Definitions definitions,
        List<Rule> rules,
        SshSection ssh,
        Approvers approvers,
        List<NodeAttribute> attributes,
        Tests tests,
        Switches switches,
        List<Notice> warnings) {
    public PolicyDocument {
        rules = List.copyOf(rules);
        attributes = List.copyOf(attributes);
        warnings = List.copyOf(warnings);
    }

    /// The names that a policy defines.
    ///
    /// @param groups members by name
    /// @param hosts prefixes by name
    /// @param ipSets ranges by name
    /// @param tagOwners who may give a tag; every tag that the policy uses is a key
    /// @param postures conditions by name
    public record Definitions(
            Map<String, List<Selector>> groups,
            Map<String, Prefix> hosts,
            Map<String, AddressRanges> ipSets,
            Map<Tag, List<Selector>> tagOwners,
            Map<String, List<Condition>> postures) {
        /// No names.
        public static final Definitions NONE = new Definitions(Map.of(), Map.of(), Map.of(), Map.of(), Map.of());

        public Definitions {
            groups = Map.copyOf(groups);
            hosts = Map.copyOf(hosts);
            ipSets = Map.copyOf(ipSets);
            tagOwners = Map.copyOf(tagOwners);
            postures = Map.copyOf(postures);
        }
    }

    /// The section `ssh`.
    public record SshSection(boolean isPresent, List<SshEntry> entries) {
        public SshSection {
            entries = List.copyOf(entries);
        }
    }

    /// The section `autoApprovers`.
    ///
    /// @param line where it stands, from 1; 0 where there is none
    /// @param routes approvers of a prefix and all within
    /// @param exits approvers of default routes
    public record Approvers(int line, Map<Prefix, List<Selector>> routes, List<Selector> exits) {
        /// Nobody approves anything.
        public static final Approvers NONE = new Approvers(0, Map.of(), List.of());

        public Approvers {
            routes = Map.copyOf(routes);
            exits = List.copyOf(exits);
        }
    }

    /// The sections `tests` and `sshTests`.
    public record Tests(List<PolicyTest> rules, List<SshTest> ssh) {
        public Tests {
            rules = List.copyOf(rules);
            ssh = List.copyOf(ssh);
        }
    }

    /// Settings of the whole tailnet.
    ///
    /// @param randomizeClientPort every client listens on a random port
    /// @param disableIpv4 nodes have no IPv4 addresses
    /// @param oneCgnatRoute whether macOS clients route 100.64.0.0/10 as one; empty: they decide
    /// @param derpMap what is laid over the DERP map
    public record Switches(
            boolean randomizeClientPort,
            boolean disableIpv4,
            Optional<Boolean> oneCgnatRoute,
            Optional<RelayOverlay> derpMap) {
        /// As if nothing were said.
        public static final Switches NONE = new Switches(false, false, Optional.empty(), Optional.empty());
    }

    /// Something to know, and where.
    public record Notice(int line, int column, String message) {}

    /// The names of the groups.
    public Set<String> groupNames() {
        return definitions.groups().keySet();
    }
}
