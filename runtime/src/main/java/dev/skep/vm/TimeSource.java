package dev.skep.vm;

import dev.skep.timer.Clocks;
import dev.skep.timer.TimerQueue;
import dev.skep.timer.TimerThread;
import java.time.Instant;

/// Where helper functions read the time, and what timers go by. All values are nanoseconds.
public interface TimeSource extends Clocks {
    /// International atomic time is this much ahead of UTC since 2017.
    long LEAP_NANOS = 37_000_000_000L;

    /// The clocks of this machine. They all count from the start of the JVM, except the ones that
    /// tell the time of day.
    TimeSource SYSTEM = new SystemTime(System.nanoTime());

    @Override
    default long boot() {
        return monotonic();
    }

    /// As [#monotonic], cheaper and less exact.
    default long coarse() {
        return monotonic();
    }

    /// International atomic time since 1970.
    long tai();

    /// {@inheritDoc}
    ///
    /// Behind international atomic time by the leap seconds.
    @Override
    default long realtime() {
        return tai() - LEAP_NANOS;
    }

    /// {@inheritDoc}
    ///
    /// Unless a clock says otherwise, a daemon thread does so, as time passes by [#monotonic].
    @Override
    default Driver drive(TimerQueue queue) {
        return new TimerThread(queue);
    }

    /// A clock that always shows the same, for runs that can be repeated.
    static TimeSource fixed(long monotonic, long tai) {
        return new FixedTime(monotonic, tai);
    }

    /// The clocks of this machine, read through the JVM.
    record SystemTime(long start) implements TimeSource {
        private static final long NANOS = 1_000_000_000L;

        @Override
        public long monotonic() {
            return System.nanoTime() - start;
        }

        @Override
        public long tai() {
            Instant now = Instant.now();
            return now.getEpochSecond() * NANOS + now.getNano() + LEAP_NANOS;
        }
    }

    /// A clock that stands still: no timer ever expires by it.
    record FixedTime(long monotonic, long tai) implements TimeSource {
        @Override
        public Driver drive(TimerQueue queue) {
            return Driver.NONE;
        }
    }
}
