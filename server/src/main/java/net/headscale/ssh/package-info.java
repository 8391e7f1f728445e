/// Has people approve SSH logins that the policy asks a check for.
///
/// - Start reading at [net.headscale.ssh.SshChecks].
/// - Words: *check*, one SSH login that waits for a person; *approval*, what lets later logins between the same two
///   nodes in without one, for as long as the policy's `checkPeriod` says.
@NullMarked
package net.headscale.ssh;

import org.jspecify.annotations.NullMarked;
