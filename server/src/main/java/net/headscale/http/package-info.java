/// HTTP/1.1 for every edge: listeners, routes, requests and answers as values, and the way out of HTTP for
/// upgrades.
///
/// Knows nothing of tailnets. Bytes move on Netty's event loops; a [net.headscale.http.Handler] runs on a
/// virtual thread of its own and may block, a [net.headscale.http.LoopHandler] runs on the loop and may not.
///
/// - Start reading at [net.headscale.http.HttpListener], then [net.headscale.http.Routes].
/// - Words: *exchange*, one request and its answer; *take over*, to use the connection for something else than
///   HTTP.
@NullMarked
package net.headscale.http;

import org.jspecify.annotations.NullMarked;
