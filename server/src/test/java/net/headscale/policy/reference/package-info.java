/// A slow and obvious reading of policies to hold the engine against: every rule is asked about every pair of nodes, by
/// addresses.
@NullMarked
package net.headscale.policy.reference;

import org.jspecify.annotations.NullMarked;
