/// Decides which keys a configuration may have, where their values come from (a file, the environment), how a value is
/// read, and how it is said that something is wrong with one.
///
/// Knows no key's meaning; that is decided in [net.headscale.config], which reads values by `Reading`.
///
/// - Start reading at [net.headscale.config.key.Keys], which holds all of them, then
/// [net.headscale.config.key.Reading].
/// - Words: *key*, a dotted name (`dns.base_domain`); *place*, a file and line, or an environment variable; *remedy*,
///   what the operator does about a problem.
@NullMarked
package net.headscale.config.key;

import org.jspecify.annotations.NullMarked;
