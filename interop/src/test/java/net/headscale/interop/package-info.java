/// Decides whether the product does its job for its users: scenarios with unmodified Tailscale clients.
///
/// - Start reading at [net.headscale.interop.Scenario], then `QuickStartTest`; what the scenarios stand on is
///   [net.headscale.interop.rig].
/// - Words: *testbed*, a network with a relay and a running server; *figure*, a time that a scenario measured.
/// - Run one with `mvn -pl interop -am test -Dinterop=true -Dtest=QuickStartTest
///   -Dsurefire.failIfNoSpecifiedTests=false`, all of them with `./test interop`.
@NullMarked
package net.headscale.interop;

import org.jspecify.annotations.NullMarked;
