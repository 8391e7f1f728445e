package net.headscale.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import net.headscale.journal.sql.Child;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What happens on a disk that fills up or cannot be written: a small one in memory, in a mount namespace of its own.
class SqliteDiskTest {
    @TempDir
    private Path folder;

    @Test
    void a_full_disk_loses_nothing_and_the_journal_goes_on_when_there_is_room() throws Exception {
        assertThat(onSmallDisk(FullDisk.class)).endsWith("done");
    }

    @Test
    void a_disk_that_cannot_be_written_is_told_and_used_again_when_it_can() throws Exception {
        assertThat(onSmallDisk(ReadOnlyDisk.class)).endsWith("done");
    }

    /// What the scenario says, once it has ended.
    private List<String> onSmallDisk(Class<?> scenario) throws Exception {
        List<String> before = Child.onSmallDisk(folder, "4m");
        try (Child child = Child.start(before, scenario, folder.toString())) {
            return child.rest();
        }
    }
}
