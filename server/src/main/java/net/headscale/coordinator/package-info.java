/// Runs the tailnets: decides commands one after the other for each, stores what they change, publishes the new views.
///
/// - Start reading at [net.headscale.coordinator.Coordinator], then [net.headscale.coordinator.TailnetWriter].
/// - Words: *command*, somebody's wish; *decision*, what follows from it; *publication*, a view that takes the place of
///   another.
/// - Durable before visible: a view is published, and a command answered, once the journal has its changes.
@NullMarked
package net.headscale.coordinator;

import org.jspecify.annotations.NullMarked;
