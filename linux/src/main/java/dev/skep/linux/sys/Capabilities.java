package dev.skep.linux.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Supplier;

/// What the current thread may do, beyond what everybody may. Linux keeps capabilities by thread.
public final class Capabilities {
    /// `_LINUX_CAPABILITY_VERSION_3`: two words for each set, of which there are three.
    private static final int VERSION = 0x2008_0522;

    private static final int HEADER = 8;
    private static final int SETS = 24;
    private static final int NEXT_WORD = 12;

    private Capabilities() {}

    /// Does `work` without any capability, as an ordinary user would; afterwards the thread has
    /// back what it had. Threads that it starts meanwhile have none.
    ///
    /// @throws IllegalStateException on a virtual thread, which shares its capabilities with others
    /// @throws RefusedCall if the capabilities cannot be laid down
    public static <T> T without(Supplier<T> work) throws RefusedCall {
        if (Thread.currentThread().isVirtual()) {
            throw new IllegalStateException("a virtual thread has no capabilities of its own");
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment header = arena.allocate(HEADER);
            header.set(JAVA_INT, 0, VERSION);
            MemorySegment before = arena.allocate(SETS, Integer.BYTES);
            demand("capget", SystemCalls.capget(header, before));
            MemorySegment none = arena.allocate(SETS, Integer.BYTES).copyFrom(before);
            none.set(JAVA_INT, 0, 0);
            none.set(JAVA_INT, NEXT_WORD, 0);
            demand("capset", SystemCalls.capset(header, none));
            try {
                return work.get();
            } finally {
                demand("capset", SystemCalls.capset(header, before));
            }
        }
    }

    private static void demand(String call, int result) throws RefusedCall {
        if (result < 0) {
            throw new RefusedCall(call, -result, "");
        }
    }
}
