package dev.skep.vm;

import java.time.Instant;

/// Where helper functions read the time. All values are nanoseconds.
public interface TimeSource {
    /// The clocks of this machine. They all count from the start of the JVM, except the ones that
    /// tell the time of day.
    TimeSource SYSTEM = new SystemTime(System.nanoTime());

    /// Since some fixed point in the past, without the time that the machine slept.
    long monotonic();

    /// As [#monotonic], with the time that the machine slept.
    default long boot() {
        return monotonic();
    }

    /// As [#monotonic], cheaper and less exact.
    default long coarse() {
        return monotonic();
    }

    /// International atomic time since 1970.
    long tai();

    /// A clock that always shows the same, for runs that can be repeated.
    static TimeSource fixed(long monotonic, long tai) {
        return new FixedTime(monotonic, tai);
    }

    /// The clocks of this machine, read through the JVM.
    record SystemTime(long start) implements TimeSource {
        private static final long NANOS = 1_000_000_000L;

        /// International atomic time is this much ahead of UTC since 2017.
        private static final long LEAP_SECONDS = 37;

        @Override
        public long monotonic() {
            return System.nanoTime() - start;
        }

        @Override
        public long tai() {
            Instant now = Instant.now();
            return (now.getEpochSecond() + LEAP_SECONDS) * NANOS + now.getNano();
        }
    }

    /// A clock that stands still.
    record FixedTime(long monotonic, long tai) implements TimeSource {}
}
