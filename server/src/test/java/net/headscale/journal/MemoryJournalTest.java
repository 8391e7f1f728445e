package net.headscale.journal;

class MemoryJournalTest extends JournalContract {
    @Override
    protected Journal emptyJournal() {
        return new MemoryJournal();
    }
}
