package dev.skep.linux.sys;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.skep.host.Errno;
import dev.skep.isa.classic.ClassicInsn;
import dev.skep.isa.classic.ClassicProgram;
import dev.skep.isa.classic.ClassicValidator;
import dev.skep.isa.classic.Flavour;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// Threads for which bpf(2) is not as it should be, as in sandboxes and for ordinary users.
public final class Forbidden {
    private static final int NO_NEW_PRIVILEGES = 38;
    private static final int SET_FILTER = 1;
    private static final int LOAD_WORD = 0x20;
    private static final int JUMP_IF_EQUAL = 0x15;
    private static final int RETURN = 0x06;
    private static final int FAIL_WITH = 0x0005_0000;
    private static final int ALLOW = 0x7fff_0000;

    private Forbidden() {}

    /// Does `work` where a seccomp filter answers bpf(2) with `error`.
    public static <T> T without(Errno error, Supplier<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        Thread.ofPlatform()
                .start(
                        () -> {
                            try {
                                filter(error);
                                done.complete(work.get());
                            } catch (Throwable e) {
                                done.completeExceptionally(e);
                            }
                        });
        return done.join();
    }

    private static void filter(Errno error) throws RefusedCall {
        boolean x86 = System.getProperty("os.arch").equals("amd64");
        ClassicProgram filter =
                new ClassicProgram(
                        List.of(
                                new ClassicInsn(LOAD_WORD, 0, 0, 0),
                                new ClassicInsn(JUMP_IF_EQUAL, 0, 1, x86 ? 321 : 280),
                                new ClassicInsn(RETURN, 0, 0, FAIL_WITH | error.number()),
                                new ClassicInsn(RETURN, 0, 0, ALLOW)));
        ClassicValidator.check(filter, Flavour.SECCOMP);
        ByteBuffer code = ByteBuffer.wrap(filter.encode(ByteOrder.nativeOrder()));
        long[] longs = new long[filter.insns().size()];
        code.order(ByteOrder.nativeOrder()).asLongBuffer().get(longs);
        try (Arena arena = Arena.ofConfined()) {
            Struct program =
                    Struct.of(arena, "sock_fprog")
                            .set("len", longs.length)
                            .point("filter", arena.allocateFrom(JAVA_LONG, longs));
            SystemCall.PRCTL.demand(NO_NEW_PRIVILEGES, 1);
            SystemCall.SECCOMP.demand(SET_FILTER, 0, program.segment().address());
        }
    }

    /// Does `work` without any capability.
    public static <T> T withoutCapabilities(Supplier<T> work) throws RefusedCall {
        return Capabilities.without(work);
    }
}
