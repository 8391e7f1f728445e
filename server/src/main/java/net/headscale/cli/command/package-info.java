/// Decides what a command is: its names, words and options, how a line is understood by them and explained, and what
/// a command may use of the world while it runs.
///
/// Knows no command by name; those stand in [net.headscale.cli].
///
/// - Start reading at [net.headscale.cli.command.Command], then [net.headscale.cli.command.Session].
/// - Words: *group*, the first word of a command (`nodes`); *invocation*, one use of a command; *product*, what the
///   rest of the program does for commands.
@NullMarked
package net.headscale.cli.command;

import org.jspecify.annotations.NullMarked;
