package net.headscale.policy;

import net.headscale.wire.tailcfg.FilterRule;

/// A packet filter entry under a name that stays while its content stays (`MapResponse.PacketFilters`).
///
/// @param name the rule's place in the policy and a hash of its content: names sort in policy order, and an equal name
/// means an equal rule
/// @param rule what it admits; the list of its sources is the same object wherever the set of sources is the same, so
/// that its text need be made only once
public record NamedRule(String name, FilterRule rule) {}
