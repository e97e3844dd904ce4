package dev.skep.memory;

import java.util.concurrent.locks.LockSupport;

/// A lock of one aligned 32-bit word in memory, 0 while it is free: `struct bpf_spin_lock`.
public final class SpinWord {
    private static final int SPINS = 100;
    private static final int YIELDS = 200;
    private static final long NAP = 50_000;

    private SpinWord() {}

    /// Waits until the word is ours.
    public static void acquire(long address) {
        for (int round = 0; !tryAcquire(address); round++) {
            pause(round);
        }
    }

    /// Takes the word if it is free; says whether it did.
    public static boolean tryAcquire(long address) {
        return OffHeap.getIntAcquire(address) == 0 && OffHeap.compareAndSetInt(address, 0, 1);
    }

    /// Gives the word back.
    public static void release(long address) {
        OffHeap.putIntRelease(address, 0);
    }

    /// Waits a little before a lock is tried again: first on the CPU, for locks are held for some
    /// dozen instructions, then by giving the CPU, or a virtual thread's carrier, to others, for
    /// the holder may wait for it.
    ///
    /// @param round how often the caller has waited in this row
    public static void pause(int round) {
        if (round < SPINS) {
            Thread.onSpinWait();
        } else if (round < YIELDS) {
            Thread.yield();
        } else {
            LockSupport.parkNanos(NAP);
        }
    }
}
