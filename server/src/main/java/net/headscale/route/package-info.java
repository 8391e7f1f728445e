/// Decides who serves which prefix: advertised and approved routes, exit nodes, and one primary among many
/// routers.
///
/// Pure: no I/O, clock, thread, logger or random source.
///
/// - Start reading at [net.headscale.route.Routes], then [net.headscale.route.Election].
/// - Words: *served*, advertised by the client and approved; *subnet route*, served and no default route;
///   *primary*, the one router of a subnet route that peers send to.
@NullMarked
package net.headscale.route;

import org.jspecify.annotations.NullMarked;
