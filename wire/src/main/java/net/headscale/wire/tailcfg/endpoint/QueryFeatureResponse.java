package net.headscale.wire.tailcfg.endpoint;

/// How to get a feature.
///
/// @param complete the node may go on, though its capability map does not say so yet
/// @param text shown to the user
/// @param url where the user can switch it on
/// @param shouldWait the client waits for the capability to appear in its map; otherwise it ends after showing the text
public record QueryFeatureResponse(boolean complete, String text, String url, boolean shouldWait) {}
