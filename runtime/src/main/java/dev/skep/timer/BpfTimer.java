package dev.skep.timer;

import dev.skep.host.Errno;
import java.util.concurrent.atomic.AtomicInteger;

/// One timer, from its initialization until its element goes: what `bpf_timer_set_callback`,
/// `bpf_timer_start` and `bpf_timer_cancel` do on Linux 6.18. Safe for many threads. Operations
/// answer 0 or a negative errno unless they say more.
public final class BpfTimer {
    private final TimerTable table;
    private final TimerQueue queue;
    private final long address;
    private final TimerClock clock;

    /// How many callbacks of other timers wait for the end of this one's.
    private final AtomicInteger awaited = new AtomicInteger();

    /// When it expires, by the monotonic clock. This and the two behind it are the heap's.
    long due;

    long order;
    int place = TimerHeap.NOWHERE;

    private Expiry callback;
    private int cpu;
    private volatile boolean dropped;

    BpfTimer(TimerTable table, TimerQueue queue, long address, TimerClock clock) {
        this.table = table;
        this.queue = queue;
        this.address = address;
        this.clock = clock;
    }

    /// Sets what is called when it expires.
    ///
    /// @return `EINVAL` if its element is gone
    public long setCallback(Expiry callback) {
        queue.lock();
        try {
            if (dropped) {
                return Errno.EINVAL.result();
            }
            this.callback = callback;
            return 0;
        } finally {
            queue.unlock();
        }
    }

    /// Lets it expire once, after so many nanoseconds, or anew if it was started before. A number
    /// beyond 2^63 stands for never.
    ///
    /// @return `EINVAL` if there is no callback: none was set, or not since it was cancelled
    public long start(long nanos, int cpu) {
        return expireAt(later(queue.clocks().monotonic(), nanos), cpu);
    }

    /// As [#start], when its clock shows `time`; at once if it is past that. That the clock is set
    /// meanwhile goes unnoticed.
    public long startAt(long time, int cpu) {
        Clocks clocks = queue.clocks();
        long left = time <= 0 ? 0 : Math.max(0, time - clock.read(clocks));
        return expireAt(later(clocks.monotonic(), left), cpu);
    }

    private static long later(long now, long nanos) {
        return nanos < 0 || now + nanos < now ? Long.MAX_VALUE : now + nanos;
    }

    private long expireAt(long time, int cpu) {
        queue.lock();
        try {
            if (callback == null) {
                return Errno.EINVAL.result();
            }
            this.cpu = cpu;
            queue.insert(this, time);
            return 0;
        } finally {
            queue.unlock();
        }
    }

    /// Stops it, takes its callback away, and waits until that has ended if it runs now.
    ///
    /// @return 1 if it would have expired, 0 if it was not started; `EDEADLK` in its own callback,
    ///   and in another one whose end is waited for in some callback; `EINVAL` if its element is
    ///   gone
    public long cancel() {
        BpfTimer self = TimerQueue.callingBack();
        queue.lock();
        try {
            if (dropped) {
                return Errno.EINVAL.result();
            }
            if (self == this) {
                return Errno.EDEADLK.result();
            }
            return self == null ? stop() : stopIn(self);
        } finally {
            queue.unlock();
        }
    }

    /// Two callbacks that wait for each other would wait for ever: one of them sees the other's
    /// count.
    private long stopIn(BpfTimer self) {
        awaited.incrementAndGet();
        try {
            return self.awaited.get() > 0 ? Errno.EDEADLK.result() : stop();
        } finally {
            awaited.decrementAndGet();
        }
    }

    private long stop() {
        callback = null;
        queue.awaitEnd(this);
        return queue.remove(this) ? 1 : 0;
    }

    /// Stops it for good, without waiting.
    void drop() {
        queue.lock();
        try {
            callback = null;
            dropped = true;
            queue.remove(this);
        } finally {
            queue.unlock();
        }
    }

    /// Whether it was dropped from `table`.
    boolean droppedFrom(TimerTable table) {
        return dropped && this.table == table;
    }

    /// What to call; with the lock of the queue. `null` if it was cancelled since.
    Runnable call() {
        Expiry expiry = callback;
        int on = cpu;
        return expiry == null ? null : () -> expiry.expired(address, on);
    }

    boolean isBefore(BpfTimer other) {
        return due < other.due || due == other.due && order < other.order;
    }
}
