/// What the endpoints beside register and map say: `/key`, the early payload, `/machine/set-dns`, `/machine/id-token`,
/// `/machine/feature/query`, `/machine/set-device-attr`, `/machine/audit-log`, web client sessions, answers to pings,
/// failed SSH recordings, and the question a derper asks.
///
/// - Start reading at [net.headscale.wire.tailcfg.endpoint.OverTlsPublicKeyResponse] and its codec; all others are
/// alike.
/// - Each record has a codec, or shares it with the answer to it, by the rules of `net.headscale.wire.tailcfg.codec`.
@NullMarked
package net.headscale.wire.tailcfg.endpoint;

import org.jspecify.annotations.NullMarked;
