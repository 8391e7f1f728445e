package net.headscale.journal.sql;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import net.headscale.journal.JournalUnavailable;
import net.headscale.journal.sql.column.Statements;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/* Group commit. A disk syncs some hundred times a second, but stores many rows with each sync. So whatever waits when a
 * transaction ends shares the next one, whomever it is from: alone, a request is served at once; under load, groups grow
 * by themselves, without a delay that somebody would have to choose.
 *
 * A request that fails (a clash, a bug) spoils the transaction that it shares. That one is undone, and every request in
 * it is run again alone, so that only the culprit fails. It costs a group its advantage once, and nothing otherwise;
 * savepoints would cost every request two statements. */

/// The one thread that uses the database. It puts what waits, of all tailnets, into one transaction.
///
/// Thread-safe.
final class Committer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Committer.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration CLOSING = Duration.ofMinutes(1);

    private final Database database;
    private final Inbox inbox;
    private final Thread thread;

    /// Used by the thread alone; null until it is needed and after a failure.
    private @Nullable Statements statements;

    private Committer(Database database, Inbox inbox) {
        this.database = database;
        this.inbox = inbox;
        this.thread = Thread.ofPlatform().daemon().name("journal").unstarted(this::commitUntilClosed);
    }

    /// @param database closed with the committer
    static Committer start(Database database, Inbox inbox) {
        Committer committer = new Committer(database, inbox);
        committer.thread.start();
        return committer;
    }

    /// Blocks until the work is done and on the disk.
    <T> T run(Work<T> work) {
        Request<T> request = new Request<>(work);
        inbox.put(request, PATIENCE);
        return request.await(PATIENCE);
    }

    /// Stores what waits, then lets go of the database.
    @Override
    public void close() {
        inbox.close();
        boolean isInterrupted = Thread.interrupted();
        try {
            if (!thread.join(CLOSING)) {
                log.atWarn().log("database did not finish in time for the end");
            }
        } catch (InterruptedException hurry) {
            isInterrupted = true;
        }
        database.close();
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void commitUntilClosed() {
        Inbox.Group group = inbox.take();
        while (!group.isEmpty()) {
            List<Request<?>> begun =
                    group.requests().stream().filter(Request::begin).toList();
            try {
                commit(begun, group.behind());
            } catch (Throwable unforeseen) {
                log.atError().setCause(unforeseen).log("journal failed unforeseen");
                begun.forEach(request -> request.fail(new IllegalStateException("the journal failed", unforeseen)));
                disconnect();
            }
            group = inbox.take();
        }
        disconnect();
    }

    private void commit(List<Request<?>> requests, List<Behind> behind) {
        try {
            transact(requests, behind);
            requests.forEach(Request::succeed);
        } catch (JournalUnavailable unavailable) {
            requests.forEach(request -> request.fail(unavailable));
            keepForLater(behind, unavailable);
        } catch (RuntimeException spoiled) {
            commitAlone(requests);
            behind.forEach(this::commitBehindAlone);
        }
    }

    private void commitAlone(List<Request<?>> requests) {
        for (int i = 0; i < requests.size(); i++) {
            Request<?> request = requests.get(i);
            try {
                transact(List.of(request), List.of());
                request.succeed();
            } catch (JournalUnavailable unavailable) {
                requests.subList(i, requests.size()).forEach(rest -> rest.fail(unavailable));
                return;
            } catch (RuntimeException own) {
                request.fail(own);
            }
        }
    }

    private void commitBehindAlone(Behind behind) {
        try {
            transact(List.of(), List.of(behind));
        } catch (JournalUnavailable unavailable) {
            keepForLater(List.of(behind), unavailable);
        } catch (RuntimeException own) {
            log.atError()
                    .setCause(own)
                    .addKeyValue("node", behind.node().id())
                    .log("volatile parts could not be stored");
        }
    }

    private void keepForLater(List<Behind> behind, JournalUnavailable why) {
        if (!behind.isEmpty()) {
            String event = inbox.putBack(behind) ? "volatile parts wait for the database" : "volatile parts were lost";
            log.atWarn()
                    .addKeyValue("nodes", behind.size())
                    .addKeyValue("reason", why.getMessage())
                    .log(event);
        }
    }

    /// All or nothing.
    private void transact(List<Request<?>> requests, List<Behind> behind) {
        try {
            Statements sql = connected();
            sql.control(database.begin());
            NodeRows.writeBehind(sql, behind);
            for (Request<?> request : requests) {
                request.run(sql);
            }
            sql.control("COMMIT");
        } catch (SQLException failure) {
            RuntimeException meaning = database.explain(failure);
            undo(meaning instanceof JournalUnavailable);
            throw meaning;
        } catch (RuntimeException failure) {
            undo(false);
            throw failure;
        }
    }

    private void undo(boolean isConnectionDoubtful) {
        if (isConnectionDoubtful) {
            disconnect();
        } else if (statements != null) {
            try {
                statements.control("ROLLBACK");
            } catch (SQLException lost) {
                disconnect();
            }
        }
    }

    private Statements connected() throws SQLException {
        if (statements == null) {
            statements = new Statements(database.connect());
        }
        return statements;
    }

    /// The open transaction, if there is one, is undone by the database.
    private void disconnect() {
        if (statements != null) {
            try {
                statements.close();
            } catch (SQLException lost) {
                log.atDebug().setCause(lost).log("connection could not be closed");
            }
            statements = null;
        }
    }
}
