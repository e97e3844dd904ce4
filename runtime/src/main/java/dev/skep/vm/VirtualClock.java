package dev.skep.vm;

import dev.skep.timer.TimerQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;

/// A clock that is moved by hand, and timers that expire when it is: tests of programs with timers
/// take no time, and come out the same each time. Between two steps it stands still.
///
/// Safe for many threads; steps follow each other. One clock may serve several hosts.
public final class VirtualClock implements TimeSource {
    /// Timers for this time are not due, ever.
    private static final long NEVER = Long.MAX_VALUE;

    private final long start;
    private final long startTai;
    private final List<TimerQueue> queues = new CopyOnWriteArrayList<>();
    private final ReentrantLock stepping = new ReentrantLock();
    private volatile long now;

    /// A clock that shows 0, at the beginning of 1970.
    public VirtualClock() {
        this(0, Instant.EPOCH);
    }

    /// A clock that shows `monotonic` nanoseconds, at that date.
    ///
    /// @throws ArithmeticException if the date is beyond the year 2261
    public VirtualClock(long monotonic, Instant date) {
        start = monotonic;
        now = monotonic;
        startTai = Duration.between(Instant.EPOCH, date).toNanos() + LEAP_NANOS;
    }

    /// Moves the clock on by `step`. Timers that are due until then expire on this thread, in the
    /// order of their times, and the clock shows the time of each; what their callbacks start
    /// within the step expires, too. What is started in a callback is due one nanosecond later at
    /// the earliest.
    ///
    /// An exception out of a callback ends the step at the time that it happened.
    ///
    /// @throws IllegalArgumentException if `step` is negative
    /// @throws IllegalStateException in a callback of a timer of this clock
    public void advance(Duration step) {
        if (step.isNegative()) {
            throw new IllegalArgumentException("a clock does not go back: " + step);
        }
        begin();
        try {
            long end = now + step.toNanos();
            runUntil(end < now ? NEVER - 1 : end);
        } finally {
            stepping.unlock();
        }
    }

    /// Moves the clock on to the time of the next timer, as [#advance] does.
    ///
    /// @return false if there is none; then it stands
    public boolean advanceToNext() {
        begin();
        try {
            OptionalLong due = next().map(TimerQueue::firstDue).orElse(OptionalLong.empty());
            if (due.isEmpty() || due.getAsLong() == NEVER) {
                return false;
            }
            runUntil(Math.max(now, due.getAsLong()));
            return true;
        } finally {
            stepping.unlock();
        }
    }

    private void begin() {
        if (stepping.isHeldByCurrentThread()) {
            throw new IllegalStateException("a callback of a timer cannot move the clock it is on");
        }
        stepping.lock();
    }

    private void runUntil(long end) {
        Optional<TimerQueue> first = next();
        while (first.isPresent()) {
            long due = first.get().firstDue().orElse(NEVER);
            if (due > end) {
                break;
            }
            now = Math.max(now, due);
            first.get().expire(now);
            first = next();
        }
        now = end;
    }

    /// The queue with the earliest timer.
    private Optional<TimerQueue> next() {
        return queues.stream().min(Comparator.comparingLong(q -> q.firstDue().orElse(NEVER)));
    }

    @Override
    public long monotonic() {
        return now;
    }

    @Override
    public long tai() {
        return startTai + (now - start);
    }

    @Override
    public Driver drive(TimerQueue queue) {
        queues.add(queue);
        return new Driver() {
            @Override
            public void firstChanged() {
                // Nothing waits: the next step looks.
            }

            @Override
            public void close() {
                queues.remove(queue);
            }
        };
    }
}
