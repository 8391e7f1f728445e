/// Decides what a request to the API is, before any endpoint sees it: who asks and what they may reach, which
/// tailnet it is about, what its body says; and which shapes and problems all answers share.
///
/// - Start reading at [net.headscale.admin.call.Offer], then [net.headscale.admin.call.Call].
/// - Words: *offer*, an endpoint with its description; *call*, one request with the tailnet that it is about;
///   *problem*, an answer that tells what went wrong.
@NullMarked
package net.headscale.admin.call;

import org.jspecify.annotations.NullMarked;
