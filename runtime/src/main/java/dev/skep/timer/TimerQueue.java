package dev.skep.timer;

import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The timers of one host that were started. Their callbacks run one at a time. Safe for many
/// threads.
public final class TimerQueue implements AutoCloseable {
    /// The timer whose callback the thread is in.
    private static final ScopedValue<BpfTimer> CALLING_BACK = ScopedValue.newInstance();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private final Condition changed = lock.newCondition();
    private final TimerHeap heap = new TimerHeap();
    private final Clocks clocks;
    private final Clocks.Driver driver;
    private volatile BpfTimer running;

    /// An empty queue that goes by `clocks`, which have it driven.
    public TimerQueue(Clocks clocks) {
        this.clocks = clocks;
        this.driver = clocks.drive(this);
    }

    /// The timer in whose callback this thread is, of whatever queue; `null` if in none.
    static BpfTimer callingBack() {
        return CALLING_BACK.isBound() ? CALLING_BACK.get() : null;
    }

    Clocks clocks() {
        return clocks;
    }

    /// When the first timer expires, by the monotonic clock.
    public OptionalLong firstDue() {
        lock.lock();
        try {
            BpfTimer first = heap.first();
            return first == null ? OptionalLong.empty() : OptionalLong.of(first.due);
        } finally {
            lock.unlock();
        }
    }

    /// How many timers were started and have not expired.
    public int pending() {
        lock.lock();
        try {
            return heap.size();
        } finally {
            lock.unlock();
        }
    }

    /// Lets the first timer expire, if it is due at monotonic time `now`: runs its callback on this
    /// thread. For one thread at a time, and none that is in a callback of this queue.
    ///
    /// @return whether there was one
    public boolean expire(long now) {
        BpfTimer timer;
        Runnable call;
        lock.lock();
        try {
            timer = heap.first();
            if (timer == null || timer.due > now) {
                return false;
            }
            heap.remove(timer);
            call = timer.call();
            running = call == null ? null : timer;
        } finally {
            lock.unlock();
        }
        if (call != null) {
            try {
                ScopedValue.where(CALLING_BACK, timer).run(call);
            } finally {
                end();
            }
        }
        return true;
    }

    private void end() {
        lock.lock();
        try {
            running = null;
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Ends the driver's work. The tables are closed before.
    @Override
    public void close() {
        driver.close();
    }

    void lock() {
        lock.lock();
    }

    void unlock() {
        lock.unlock();
    }

    /// Puts a timer in its place, with the lock. What a callback starts is due a nanosecond later
    /// at the earliest, so that a timer that starts itself over and over does not hold up a clock
    /// that is moved by hand.
    void insert(BpfTimer timer, long due) {
        BpfTimer first = heap.first();
        long before = first == null ? Long.MAX_VALUE : first.due;
        heap.remove(timer);
        timer.due = callingBack() == null ? due : Math.max(due, clocks.monotonic() + 1);
        heap.add(timer);
        if (heap.first().due < before) {
            driver.firstChanged();
        }
    }

    /// Takes a timer out, with the lock; says whether it was in.
    boolean remove(BpfTimer timer) {
        return heap.remove(timer);
    }

    /// Waits with the lock, and lets go of it meanwhile, until the callback of `timer` has ended.
    void awaitEnd(BpfTimer timer) {
        while (running == timer) {
            ended.awaitUninterruptibly();
        }
    }

    /// Waits until no callback runs whose timer was dropped from `table`. In a callback, of
    /// whatever queue, this does not wait.
    void settle(TimerTable table) {
        BpfTimer timer = running;
        if (timer != null && timer.droppedFrom(table) && callingBack() == null) {
            lock.lock();
            try {
                awaitEnd(timer);
            } finally {
                lock.unlock();
            }
        }
    }

    /// For a driver, with the lock: waits for [Clocks.Driver#firstChanged], at most so long.
    ///
    /// @return whether all that time has passed
    boolean awaitChange(long nanos) {
        try {
            return changed.awaitNanos(nanos) <= 0;
        } catch (InterruptedException e) {
            // Nobody has a reason to interrupt a driver: it looks again, and waits on.
            return false;
        }
    }

    /// For a driver, with the lock: wakes who waits for a change.
    void signalChange() {
        changed.signal();
    }
}
