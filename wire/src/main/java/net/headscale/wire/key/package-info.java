/// One type per key of the Tailscale protocol, in its text and byte forms.
///
/// Secret halves are all one type, [net.headscale.wire.key.X25519Secret]; the control server wraps its own as
/// `wire.noise.ControlKey`.
///
/// - Start reading at [net.headscale.wire.key.NodeKey]; the others differ in prefix and purpose only.
/// - Source: tailscale `types/key/*.go`; text on the wire is a prefix and 64 hex digits, printed lower-case,
///   read in both cases, of exact length.
@NullMarked
package net.headscale.wire.key;

import org.jspecify.annotations.NullMarked;
