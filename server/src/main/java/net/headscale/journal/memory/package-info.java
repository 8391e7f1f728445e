/// Keeps tailnets in memory: what a journal promises, said without a database; for tests and measurements.
///
/// - Start reading at [net.headscale.journal.memory.MemoryJournal], then `Shelf`.
/// - Words: *shelf*, all tailnets at one moment; *claim*, what only one can have.
@NullMarked
package net.headscale.journal.memory;

import org.jspecify.annotations.NullMarked;
