package net.headscale.journal.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import net.headscale.journal.Journal;
import net.headscale.journal.sql.SqlJournalContract;
import org.junit.jupiter.api.io.TempDir;

class SqliteJournalTest extends SqlJournalContract {
    @TempDir
    private Path folder;

    @Override
    protected Journal emptyJournal() {
        return sameJournal();
    }

    @Override
    protected Journal sameJournal() {
        return SqliteJournal.open(file());
    }

    @Override
    protected List<String> policies() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                ResultSet rows =
                        connection.createStatement().executeQuery("SELECT text FROM policies ORDER BY revision")) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }

    private Path file() {
        return folder.resolve("db.sqlite");
    }
}
