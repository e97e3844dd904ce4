package dev.skep.map;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Threads of user space that wait for programs to do something. Programs pay one load for it as
/// long as nobody waits, and no fence: a wake-up that comes to pass between a look and the sleep
/// behind it may be missed, so sleepers look again by themselves now and then.
final class Sleepers {
    /// How long one sleeps before it looks again, in nanoseconds.
    private static final long NAP = 2_000_000;

    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();

    /// Waits until `ready`, which is asked again and again, says so.
    ///
    /// @param nanos how long at the most
    void await(BooleanSupplier ready, long nanos) {
        long end = System.nanoTime() + nanos;
        boolean interrupted = false;
        threads.add(Thread.currentThread());
        count.incrementAndGet();
        try {
            long left = nanos;
            while (!ready.getAsBoolean() && left > 0) {
                LockSupport.parkNanos(this, Math.min(left, NAP));
                // An interrupted thread would not sleep any more.
                interrupted |= Thread.interrupted();
                left = end - System.nanoTime();
            }
        } finally {
            count.decrementAndGet();
            threads.remove(Thread.currentThread());
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Wakes them all.
    void wake() {
        if (count.getOpaque() != 0) {
            threads.forEach(LockSupport::unpark);
        }
    }
}
