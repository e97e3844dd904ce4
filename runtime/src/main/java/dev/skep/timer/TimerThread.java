package dev.skep.timer;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/// Drives a queue in real time: with one daemon thread, which starts with the first timer, and ends
/// with the queue, or when there has been nothing to do for a while.
///
/// What a callback throws goes to the thread's handler for uncaught exceptions; the thread goes on.
public final class TimerThread implements Clocks.Driver {
    private static final long IDLE = TimeUnit.SECONDS.toNanos(1);

    /// Clocks may go otherwise than this machine's: they are looked at every so often.
    private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(1);

    private final TimerQueue queue;
    private Thread thread;
    private boolean closed;

    /// Drives `queue`.
    public TimerThread(TimerQueue queue) {
        this.queue = queue;
    }

    @Override
    public void firstChanged() {
        if (thread != null) {
            queue.signalChange();
        } else if (!closed) {
            thread = Thread.ofPlatform().daemon().name("skep-timers").start(this::run);
        }
    }

    @Override
    public void close() {
        Thread last;
        queue.lock();
        try {
            closed = true;
            last = thread;
            queue.signalChange();
        } finally {
            queue.unlock();
        }
        if (last != null && last != Thread.currentThread()) {
            join(last);
        }
    }

    private void run() {
        while (awaitDue()) {
            try {
                queue.expire(queue.clocks().monotonic());
            } catch (RuntimeException | Error uncaught) {
                Thread self = Thread.currentThread();
                self.getUncaughtExceptionHandler().uncaughtException(self, uncaught);
            }
        }
    }

    /// Waits until the first timer is due; false if the thread is to end.
    private boolean awaitDue() {
        queue.lock();
        try {
            boolean idle = false;
            while (!closed) {
                OptionalLong first = queue.firstDue();
                if (first.isEmpty() && idle) {
                    break;
                }
                idle = first.isEmpty();
                long wait = idle ? IDLE : first.getAsLong() - queue.clocks().monotonic();
                if (wait <= 0) {
                    return true;
                }
                idle &= queue.awaitChange(Math.min(wait, LONGEST_WAIT));
            }
            thread = null;
            return false;
        } finally {
            queue.unlock();
        }
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
