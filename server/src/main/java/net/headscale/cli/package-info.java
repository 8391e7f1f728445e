/// Decides what words on the command line mean: which request they make of the REST API, and how its answer is shown.
///
/// Knows the API by its JSON alone. A request goes to the server's unix socket, to another machine's server, or,
/// when no server runs, to the same handlers in this process, which `app` gives as [net.headscale.cli.command.Product].
///
/// - Start reading at [net.headscale.cli.Cli], then `Vocabulary`, which holds every command.
/// - Words: *group*, the first word of a command (`nodes`); *invocation*, one use of a command; *format*, what `-o`
///   chose.
/// - It starts fast: only what a command needs is loaded. See decision 0036 before adding a library.
@NullMarked
package net.headscale.cli;

import org.jspecify.annotations.NullMarked;
