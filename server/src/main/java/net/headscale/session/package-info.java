/// Map sessions: who is connected, what each has been told, and how each is moved to the newest view.
///
/// - Start reading at [net.headscale.session.Sessions], then [net.headscale.session.TailnetSessions].
/// - Words: *map session*, one open map stream of one node; *told*, the view that its client knows; *round*,
///   one pass that moves sessions to one target view; *cohort*, sessions that get the same bytes; *outlet*,
///   where a session's bytes go; *edition*, a view as full maps are made from it; *bulletin*, what viewers that are
///   alike are told of their peers, as bytes.
/// - A slow reader needs no queue: when it can take bytes again it gets one difference over all rounds that it
///   missed.
@NullMarked
package net.headscale.session;

import org.jspecify.annotations.NullMarked;
