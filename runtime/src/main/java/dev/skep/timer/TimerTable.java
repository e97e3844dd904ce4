package dev.skep.timer;

import dev.skep.host.Errno;
import dev.skep.memory.OffHeap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The timers of one map, by their places in its values. Safe for many threads.
///
/// The eight bytes at the start of a timer hold a mark while it is initialized, else 0: nothing
/// here relies on them.
public final class TimerTable {
    private final TimerQueue queue;
    private final long mark;
    private final Map<Long, BpfTimer> timers = new ConcurrentHashMap<>();
    private boolean closed;

    /// A table without timers.
    ///
    /// @param queue where its timers go when they are started
    /// @param mark what stands in initialized timers; not 0
    public TimerTable(TimerQueue queue, long mark) {
        this.queue = queue;
        this.mark = mark;
    }

    /// Initializes the timer at `address`.
    ///
    /// @return `EBUSY` if it is; `EPERM` if the table is closed
    public long init(long address, TimerClock clock) {
        queue.lock();
        try {
            if (timers.containsKey(address)) {
                return Errno.EBUSY.result();
            }
            if (closed) {
                return Errno.EPERM.result();
            }
            timers.put(address, new BpfTimer(this, queue, address, clock));
            OffHeap.putLong(address, mark);
            return 0;
        } finally {
            queue.unlock();
        }
    }

    /// The timer at `address`; `null` if it is not initialized.
    public BpfTimer find(long address) {
        return timers.get(address);
    }

    /// The timer at `address` goes, if there is one: it never expires again. Does not wait, so that
    /// it can be called with any lock; [#settle] does.
    public void drop(long address) {
        if (timers.isEmpty()) {
            return;
        }
        queue.lock();
        try {
            BpfTimer timer = timers.remove(address);
            if (timer != null) {
                timer.drop();
                OffHeap.putLong(address, 0);
            }
        } finally {
            queue.unlock();
        }
    }

    /// Waits until no callback of a dropped timer of this table runs; not in a callback.
    public void settle() {
        queue.settle(this);
    }

    /// Drops all timers, and lets there be no more.
    public void close() {
        queue.lock();
        try {
            closed = true;
            List.copyOf(timers.keySet()).forEach(this::drop);
        } finally {
            queue.unlock();
        }
        settle();
    }
}
