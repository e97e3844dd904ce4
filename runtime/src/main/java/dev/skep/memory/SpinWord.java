package dev.skep.memory;

/// A lock of one aligned 32-bit word in memory, 0 while it is free: `struct bpf_spin_lock`.
public final class SpinWord {
    private SpinWord() {}

    /// Waits until the word is ours.
    public static void acquire(long address) {
        while (!tryAcquire(address)) {
            Thread.onSpinWait();
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
}
