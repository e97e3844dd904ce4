package dev.skep.linux.sys;

import java.lang.foreign.Arena;
import java.util.function.Supplier;

/// What the current thread may do, beyond what everybody may. Linux keeps capabilities by thread.
public final class Capabilities {
    /// `_LINUX_CAPABILITY_VERSION_3`: two words for each set, of which there are three.
    private static final int VERSION = 0x2008_0522;

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
            long header =
                    Struct.of(arena, "user_cap_header").set("version", VERSION).segment().address();
            Struct before = Struct.of(arena, "user_cap_data");
            SystemCall.CAPGET.demand(header, before.segment().address());
            Struct none = Struct.of(arena, "user_cap_data");
            none.segment().copyFrom(before.segment());
            none.set("effective", 0).set("_effective_high", 0);
            SystemCall.CAPSET.demand(header, none.segment().address());
            try {
                return work.get();
            } finally {
                SystemCall.CAPSET.demand(header, before.segment().address());
            }
        }
    }
}
