/// Lets operators look into a running server: metrics for Prometheus, pages for people who look for a fault, and
/// whether the server is ready. All of it only reads.
///
/// Metrics and pages are served on a listener of their own (`metrics_listen_addr`), never on the one that clients
/// reach: they name nodes, and behind a proxy every request comes from loopback.
///
/// - Start reading at [net.headscale.observe.Metrics], then [net.headscale.observe.DebugPages].
/// - Live parts tell what they do to watches (`session.Watch`, `control.ControlWatch`, `http.Watch`), which
///   [net.headscale.observe.Metrics] implements; the journal is measured from outside, by
///   [net.headscale.observe.MeasuredJournal]. What is only a number is read when somebody asks.
/// - Names of the peer are used where the meaning is the same; labels come from closed sets, or are names of tailnets.
@NullMarked
package net.headscale.observe;

import org.jspecify.annotations.NullMarked;
