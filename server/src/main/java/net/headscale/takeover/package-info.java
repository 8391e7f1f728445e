/// Reads the database of a headscale (0.22 to 0.29, SQLite or PostgreSQL) and says the same in our words: users,
/// nodes with keys, addresses, tags and routes, pre-auth and API keys, the policy.
///
/// What cannot be said is a *problem*, and then nothing is taken over; what is said differently is a *note*.
///
/// - Start reading at [net.headscale.takeover.Takeover].
/// - Words: *origin*, the database that is read; *row*, one of its rows, with whatever columns its version has.
@NullMarked
package net.headscale.takeover;

import org.jspecify.annotations.NullMarked;
