package net.headscale.journal.memory;

import net.headscale.journal.Journal;
import net.headscale.journal.JournalContract;

class MemoryJournalTest extends JournalContract {
    @Override
    protected Journal emptyJournal() {
        return new MemoryJournal();
    }
}
