/// What stands between two programs in the field: load balancers, firewalls, proxies.
///
/// - Start reading at [net.headscale.testkit.proxy.LoopbackProxy].
/// - Words: *way*, what becomes of the bytes of one connection.
@NullMarked
package net.headscale.testkit.proxy;

import org.jspecify.annotations.NullMarked;
