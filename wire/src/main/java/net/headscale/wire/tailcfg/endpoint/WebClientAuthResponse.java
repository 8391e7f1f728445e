package net.headscale.wire.tailcfg.endpoint;

/// A session of the web client: the answer to `/machine/webclient/init/…`, and with `complete` to `…/wait/…`.
///
/// @param id to wait for
/// @param url where the user approves
public record WebClientAuthResponse(String id, String url, boolean complete) {}
