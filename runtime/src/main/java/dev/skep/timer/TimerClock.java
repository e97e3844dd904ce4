package dev.skep.timer;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.ToLongFunction;

/// The clocks that `bpf_timer_init` takes, as `linux/time.h` numbers them.
public enum TimerClock {
    /// `CLOCK_REALTIME`.
    REALTIME(0, Clocks::realtime),
    /// `CLOCK_MONOTONIC`.
    MONOTONIC(1, Clocks::monotonic),
    /// `CLOCK_BOOTTIME`.
    BOOTTIME(7, Clocks::boot);

    private final int id;
    private final ToLongFunction<Clocks> reading;

    TimerClock(int id, ToLongFunction<Clocks> reading) {
        this.id = id;
        this.reading = reading;
    }

    /// The clock of that number, if timers can go by it.
    public static Optional<TimerClock> byId(long id) {
        return Arrays.stream(values()).filter(clock -> clock.id == id).findFirst();
    }

    /// What it shows, in nanoseconds.
    long read(Clocks clocks) {
        return reading.applyAsLong(clocks);
    }
}
