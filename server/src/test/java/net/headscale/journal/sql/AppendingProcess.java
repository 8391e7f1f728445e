package net.headscale.journal.sql;

import java.util.List;
import java.util.Random;
import net.headscale.journal.Batch;
import net.headscale.journal.IdKind;
import net.headscale.journal.Journal;
import net.headscale.journal.RandomHistory;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.TailnetId;

/// Appends without end and prints what was acknowledged; made to be killed.
///
/// Every revision of a tailnet adds one node, so revision r holds r nodes.
public final class AppendingProcess {
    private static final int TAILNETS = 4;

    private final Journal journal;

    private AppendingProcess(Journal journal) {
        this.journal = journal;
    }

    /// Runs until it is killed.
    public static void run(Journal journal) throws InterruptedException {
        AppendingProcess process = new AppendingProcess(journal);
        for (int i = 1; i <= TAILNETS; i++) {
            TailnetId id = new TailnetId(i);
            Thread.ofVirtual().start(() -> process.appendForever(id));
        }
        Thread.sleep(Long.MAX_VALUE);
    }

    private void appendForever(TailnetId id) {
        Tailnet now = journal.load(id).orElseGet(() -> create(id));
        while (true) {
            long leased = journal.leaseIds(IdKind.NODE, 1);
            tell("leased " + leased);
            Node node = new RandomHistory(new Random(leased), leased - 1).node(now);
            Batch batch = Batch.of(now, List.of(new Change.NodeJoined(node)));
            journal.append(List.of(batch));
            now = batch.after();
            tell("stored " + id + " " + now.revision().value() + " " + leased);
        }
    }

    private Tailnet create(TailnetId id) {
        Tailnet tailnet = Tailnet.empty(id, "tailnet" + id);
        journal.create(tailnet);
        return tailnet;
    }

    /// One write, so that a line is there whole or not at all.
    private static void tell(String line) {
        byte[] bytes = (line + "\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        System.out.write(bytes, 0, bytes.length);
        System.out.flush();
    }
}
