package org.sqlite.date;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.sqlite.SQLiteConfig;

class FastDateFormatTest {
    @Test
    void driverReadsAndWritesDatesWithOurs() throws Exception {
        assertThat(FastDateFormat.class.getSuperclass()).isEqualTo(Object.class); // the driver's is a `Format`
        Timestamp when = Timestamp.valueOf("2026-11-30 15:04:05.678");
        var text = new Properties();
        text.setProperty("date_class", "TEXT");
        try (var connection = new SQLiteConfig(text).createConnection("jdbc:sqlite::memory:");
                var query = connection.prepareStatement("select ?1, ?1")) {
            query.setTimestamp(1, when);
            try (var rows = query.executeQuery()) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).isEqualTo("2026-11-30 15:04:05.678");
                assertThat(rows.getTimestamp(2)).isEqualTo(when);
            }
        }
    }
}
