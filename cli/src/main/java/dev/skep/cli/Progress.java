package dev.skep.cli;

/// A line that shows how far a run is: on a terminal, and only once a second has passed.
final class Progress implements AutoCloseable {
    private static final long DELAY = 1_000_000_000L;
    private static final long STEP = 100_000_000L;

    /// The clock is looked at once for so many packets.
    private static final int PACKETS = 256;

    private final Console console;
    private final boolean terminal = System.console() != null && System.console().isTerminal();
    private final long start = System.nanoTime();
    private long shown;

    Progress(Console console) {
        this.console = console;
    }

    void packets(long done) {
        if (!terminal || done % PACKETS != 0) {
            return;
        }
        long now = System.nanoTime() - start;
        if (now > DELAY && now - shown > STEP) {
            shown = now;
            console.err().printf("\r%,d packets, %d s ", done, now / DELAY);
            console.err().flush();
        }
    }

    /// Takes the line away.
    @Override
    public void close() {
        if (shown > 0) {
            console.err().print("\r\033[K");
            console.err().flush();
        }
    }
}
