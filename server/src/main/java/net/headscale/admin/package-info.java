/// Decides how administrators speak to the server: the REST API `/api/v1` with headscale's paths and shapes.
///
/// Turns requests into commands of the coordinator and values into JSON; decides nothing about tailnets itself.
///
/// - Start reading at [net.headscale.admin.RestV1], then `call.Endpoint`.
/// - A request is about the tailnet `default` unless the header `Headscale-Tailnet` names another; who shows the key
///   of one tailnet works on that one, and cannot tell whether others exist.
@NullMarked
package net.headscale.admin;

import org.jspecify.annotations.NullMarked;
