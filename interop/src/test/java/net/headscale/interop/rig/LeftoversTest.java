package net.headscale.interop.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
    /// No process has it: Linux numbers them up to 2^22.
    private static final String NOBODY = "99999999";

    @TempDir
    Path parent;

    @Test
    void a_folder_of_a_dead_owner_goes_with_the_processes_that_carry_its_mark() throws IOException {
        Path abandoned = Files.createDirectories(parent.resolve("headscale-interop-" + NOBODY + "-0a1b2c3d/host/etc"));
        Path folder = abandoned.getParent().getParent();
        Files.writeString(abandoned.resolve("hosts"), "");
        MarkedProcesses processes = Leftovers.processes(folder);
        new Shell(parent, processes.environment())
                .start("sleeper", List.of("/bin/sleep", "600"), parent.resolve("sleeper.log"));
        Await.until(
                "the sleeper", Duration.ofSeconds(5), () -> processes.running().size() == 1);

        new Leftovers(parent).sweep();

        assertThat(folder).doesNotExist();
        assertThat(processes.running()).isEmpty();
    }

    @Test
    void a_folder_of_a_living_owner_and_one_of_somebody_else_stay() throws IOException {
        var leftovers = new Leftovers(parent);
        Path own = leftovers.claim();
        Path strange = Files.createDirectory(parent.resolve("headscale-" + NOBODY + "-0a1b2c3d"));

        leftovers.sweep();

        assertThat(own).exists();
        assertThat(strange).exists();
    }

    @Test
    void a_younger_process_with_the_number_of_the_owner_is_not_the_owner() throws IOException {
        var leftovers = new Leftovers(parent);
        Path own = leftovers.claim();
        Files.setLastModifiedTime(own, java.nio.file.attribute.FileTime.fromMillis(0));

        leftovers.sweep();

        assertThat(own).doesNotExist();
    }
}
