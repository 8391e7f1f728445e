package net.headscale.journal.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.headscale.journal.IdKind;
import net.headscale.journal.Journal;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.TailnetId;
import org.junit.jupiter.api.Test;

/// Kills a process that appends, at random points, and looks for what was acknowledged.
///
/// `-Dkill.points=N` sets how often (5; 50 in a full run), `-Dkill.seed=N` which points; the seed is in the failure
/// message.
public abstract class KillContract {
    private static final int POINTS = Integer.getInteger("kill.points", Boolean.getBoolean("full") ? 50 : 5);
    private static final long SEED = Long.getLong("kill.seed", 20261123L);
    private static final int FEWEST_LINES = 30; // the log's first lines and some that count
    private static final int MOST_LINES = 400;

    /// Starts an [AppendingProcess] on the database under test.
    protected abstract Child startAppending() throws Exception;

    /// The database under test.
    protected abstract Journal open() throws Exception;

    @Test
    void what_was_acknowledged_before_a_kill_is_there_after_it() throws Exception {
        Random random = new Random(SEED);
        List<String> told = new ArrayList<>();
        for (int point = 1; point <= POINTS; point++) {
            try (Child child = startAppending()) {
                int lines = FEWEST_LINES + random.nextInt(MOST_LINES - FEWEST_LINES);
                told.addAll(child.lines(lines));
                child.kill();
                told.addAll(child.rest());
            }
            try (Journal journal = open()) {
                check(journal, told, "seed " + SEED + ", point " + point);
            }
        }
    }

    private static void check(Journal journal, List<String> told, String where) {
        List<Tailnet> tailnets = journal.loadAll();
        assertThat(tailnets)
                .as(where)
                .allSatisfy(tailnet -> assertThat((long) tailnet.nodes().size())
                        .isEqualTo(tailnet.revision().value()));
        long highest = 0;
        for (String line : told) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "leased" -> highest = Math.max(highest, Long.parseLong(words[1]));
                case "stored" -> checkStored(tailnets, words, where);
                default -> {} // a log line
            }
        }
        assertThat(told)
                .as(where)
                .filteredOn(line -> line.startsWith("stored "))
                .isNotEmpty();
        assertThat(told)
                .as(where)
                .filteredOn(line -> line.startsWith("leased "))
                .doesNotHaveDuplicates();
        assertThat(journal.leaseIds(IdKind.NODE, 1)).as(where).isGreaterThan(highest);
    }

    private static void checkStored(List<Tailnet> tailnets, String[] words, String where) {
        TailnetId id = new TailnetId(Long.parseLong(words[1]));
        assertThat(tailnets)
                .as(where)
                .filteredOn(tailnet -> tailnet.id().equals(id))
                .singleElement()
                .satisfies(tailnet -> {
                    assertThat(tailnet.revision().value()).isGreaterThanOrEqualTo(Long.parseLong(words[2]));
                    assertThat(tailnet.nodes().contains(new NodeId(Long.parseLong(words[3]))))
                            .isTrue();
                });
    }
}
