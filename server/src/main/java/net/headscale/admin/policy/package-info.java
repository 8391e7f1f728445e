/// Decides how administrators read and set policies, go back to earlier versions, and ask what a policy means.
///
/// - Start reading at [net.headscale.admin.policy.PolicyEndpoints].
@NullMarked
package net.headscale.admin.policy;

import org.jspecify.annotations.NullMarked;
