/// Decides how real programs stand in a network of their own: unmodified Tailscale clients, a relay and the server
/// under test, each a host with its own interfaces, routes, name lookup and `/run`.
///
/// Nothing here knows a scenario, and nothing leaves the machine: the bridge has no uplink.
///
/// - Start reading at [net.headscale.interop.rig.TestNetwork], then [net.headscale.interop.rig.Host].
/// - Words: *host*, a set of namespaces with an address on the bridge; *program*, a process that stays, started in a
/// host;
///   *mark*, the environment variable by which the processes of a network are found again.
/// - Needs root, a TUN device, and what `./test` installs.
@NullMarked
package net.headscale.interop.rig;

import org.jspecify.annotations.NullMarked;
