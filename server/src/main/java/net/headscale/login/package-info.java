/// The pages that people see: when a node wants to join, and how clients are brought to this server.
///
/// - Start reading at [net.headscale.login.LoginPages], then [net.headscale.login.ClientPages].
/// - Host names and everything else that a client says is hostile here: escaped, and under a policy that runs
///   and loads nothing.
@NullMarked
package net.headscale.login;

import org.jspecify.annotations.NullMarked;
