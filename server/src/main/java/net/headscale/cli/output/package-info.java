/// Decides how answers are shown: tables and sentences for people, JSON and YAML for programs, and what is said when a
/// command could not do what it was told.
///
/// JSON is a tree of maps, lists and plain values here, and read and written by hand: a library would cost a command
/// half of its start (decision 0036).
///
/// - Start reading at [net.headscale.cli.output.Output].
/// - Words: *format*, what `-o` chose; *failure*, a command's end that its person must be told of.
@NullMarked
package net.headscale.cli.output;

import org.jspecify.annotations.NullMarked;
