package net.headscale.wire.tailcfg.endpoint;

import net.headscale.wire.key.ChallengeKey;

/// What the server says within Noise before HTTP/2.
///
/// @param nodeKeyChallenge for a client to prove that it has a node key; none uses it today
public record EarlyNoise(ChallengeKey nodeKeyChallenge) {}
