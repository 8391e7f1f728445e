/// The client's side of a map stream: what a Tailscale client knows after the messages it was sent.
///
/// This is the `+` of the law that netmaps are built on: full(before) + difference == full(after). It does what the
/// reference client does (tailscale `control/controlclient/map.go`, `types/netmap/nodemut.go`,
/// `ipn/ipnlocal/node_backend.go`; read at 1.103), and that includes what it gets wrong.
///
/// - Start reading at [net.headscale.testkit.netmap.ClientNetmap].
/// - Words: *remembered*, what the map session holds and a full rebuild of the client is made from; *live*, what the
///   client works with, which small messages change directly and not always in the same way; *trap*, a place where a
///   client does something else than what the message seems to say.
@NullMarked
package net.headscale.testkit.netmap;

import org.jspecify.annotations.NullMarked;
