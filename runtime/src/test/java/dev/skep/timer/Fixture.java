package dev.skep.timer;

import dev.skep.memory.Block;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A table with memory for some timers, whose callbacks are Java.
final class Fixture {
    private static final int TIMER = 16;
    private static final int TIMERS = 64;

    /// Nothing here takes as long, unless it hangs.
    private static final long PATIENCE = 120;

    final TimerQueue queue;
    final TimerTable table;
    private final Block memory = new Block(TIMER * TIMERS);

    Fixture(Clocks clocks) {
        queue = new TimerQueue(clocks);
        table = new TimerTable(queue, 1);
    }

    long address(int number) {
        return memory.address() + (long) TIMER * number;
    }

    /// The timer of that number, initialized with a callback.
    BpfTimer timer(int number, Runnable callback) {
        table.init(address(number), TimerClock.MONOTONIC);
        BpfTimer timer = table.find(address(number));
        timer.setCallback((_, _) -> callback.run());
        return timer;
    }

    /// Waits for something that another thread does.
    static void await(CountDownLatch latch) {
        try {
            if (!latch.await(PATIENCE, TimeUnit.SECONDS)) {
                throw new AssertionError("it does not come");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// Waits until a thread waits, without a limit of time.
    static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            if (!thread.isAlive()) {
                throw new AssertionError("it did not wait");
            }
            Thread.onSpinWait();
        }
    }

    static void join(Thread thread) {
        try {
            thread.join(TimeUnit.SECONDS.toMillis(PATIENCE));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        if (thread.isAlive()) {
            throw new AssertionError(thread + " hangs");
        }
    }
}
