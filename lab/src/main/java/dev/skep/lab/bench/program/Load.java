package dev.skep.lab.bench.program;

/// How busy the machine was with other things: how much longer the measuring thread had to be there
/// than it had the CPU.
///
/// @param waited the share of the time in which it waited for a CPU, from 0 to 1
record Load(double waited) {
    private static final double QUIET = 0.03;

    /// Between two moments.
    static Load between(Moment start, Moment end) {
        double wall = Math.max(1, end.wall - start.wall);
        return new Load(Math.max(0, 1 - (end.cpu - start.cpu) / wall));
    }

    /// Whether the numbers are to be taken with care.
    boolean busy() {
        return waited > QUIET;
    }

    /// A point in time, of this thread.
    record Moment(long wall, long cpu) {
        static Moment now() {
            return new Moment(System.nanoTime(), CpuClock.nanos());
        }
    }
}
