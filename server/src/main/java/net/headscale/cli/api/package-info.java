/// Decides how a command's request reaches the REST API and how its answer comes back: over the server's unix socket,
/// or over HTTPS to another machine's server.
///
/// - Start reading at [net.headscale.cli.api.Api], which the server's own handlers serve, too, when no server runs.
@NullMarked
package net.headscale.cli.api;

import org.jspecify.annotations.NullMarked;
