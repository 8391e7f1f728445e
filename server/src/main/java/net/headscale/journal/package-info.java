/// Keeps all tailnets of a server, and decides what "stored" means: on the disk, all or nothing, in revision order.
///
/// - Start reading at [net.headscale.journal.Journal], then [net.headscale.journal.memory.MemoryJournal], which keeps
///   the same promises without a database.
/// - Words: *batch*, the changes of one tailnet that are stored as one revision; *overtaken*, somebody else stored that
///   revision first; *write behind*, store some time soon, the last value wins; *clash*, two want what only one can
///   have.
@NullMarked
package net.headscale.journal;

import org.jspecify.annotations.NullMarked;
