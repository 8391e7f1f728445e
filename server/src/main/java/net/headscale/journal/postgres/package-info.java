/// Keeps all tailnets in a PostgreSQL database: how it is reached, migrated, and how it fails.
///
/// - Start reading at [net.headscale.journal.postgres.PostgresJournal].
@NullMarked
package net.headscale.journal.postgres;

import org.jspecify.annotations.NullMarked;
