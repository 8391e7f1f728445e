package net.headscale.journal.sql;

import java.sql.SQLException;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/// The steps that bring a database to the newest schema: one `.sql` file each, never edited once released.
///
/// @param newest the number of the last step
/// @param folders where the files are on the class path
public record Migrations(int newest, List<String> folders) {
    /// The number of the last step in this server; every database has the same steps.
    public static final int NEWEST = 7;

    public Migrations {
        folders = List.copyOf(folders);
    }

    /// This server's steps for one kind of database.
    ///
    /// @param kind `sqlite` or `postgres`
    public static Migrations of(String kind) {
        return new Migrations(NEWEST, List.of("classpath:net/headscale/journal/" + kind));
    }

    /// Runs those steps that the database lacks; each is a transaction of its own.
    ///
    /// @throws SQLException if the database cannot be reached or written
    /// @throws FlywayException if what is in it is not what the steps left there
    public void run(String url, String user, String password) throws SQLException {
        try {
            Flyway.configure()
                    .dataSource(url, user, password)
                    .locations(folders.toArray(String[]::new))
                    .target(Integer.toString(newest))
                    .load()
                    .migrate();
        } catch (FlywayException failure) {
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (cause instanceof SQLException ofDatabase) {
                    throw ofDatabase;
                }
            }
            throw failure;
        }
    }

    /// The same steps up to an older schema.
    public Migrations upTo(int version) {
        return new Migrations(version, folders);
    }
}
