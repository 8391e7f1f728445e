/// Measures what well-behaved clients feel while others put a server under load.
///
/// Windows without and with an attack alternate, so that both see the same machine. `bench/overload` starts the server
/// and says how long. A run fails when a well-behaved client lost its stream, when the server's memory grew past the
/// stated bound, when the server's own metrics show nothing of the attack, and, with several windows, when others' 99th
/// percentile is too late.
///
/// - Start reading at `Overload#main`, then `Attack`.
/// - Words: *bystander*, a well-behaved client; *delivery*, from a bystander's report to its arrival at another.
@NullMarked
package net.headscale.bench.overload;

import org.jspecify.annotations.NullMarked;
