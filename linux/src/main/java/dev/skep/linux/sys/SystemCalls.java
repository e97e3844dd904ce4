package dev.skep.linux.sys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The downcalls. Loading this class links them, so ask [#obstacle] first, which does not.
final class SystemCalls {
    /// Who has bpf(2), and under which number.
    private static final class Numbers {
        private static final Map<String, Integer> BPF =
                Map.of("amd64", 321, "x86_64", 321, "aarch64", 280, "riscv64", 280);

        static Optional<String> obstacle() {
            String system = System.getProperty("os.name");
            String machine = System.getProperty("os.arch");
            if (!system.toLowerCase(Locale.ROOT).equals("linux")) {
                return Optional.of("this is " + system + ", and bpf(2) is a system call of Linux");
            }
            return BPF.containsKey(machine)
                    ? Optional.empty()
                    : Optional.of("the number of bpf(2) on " + machine + " is not known here");
        }
    }

    /// The functions of the C library.
    private static final class Linked {
        private static final StructLayout STATE = Linker.Option.captureStateLayout();
        private static final ValueLayout.OfInt ERRNO = JAVA_INT;
        private static final long ERRNO_AT =
                STATE.byteOffset(StructLayout.PathElement.groupElement("errno"));
        private static final long BPF = Numbers.BPF.get(System.getProperty("os.arch"));
        private static final MethodHandle CALL =
                link(
                        "syscall",
                        FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT),
                        Linker.Option.firstVariadicArg(1),
                        Linker.Option.captureCallState("errno"));
        private static final MethodHandle CLOSE =
                link("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

        @SuppressWarnings("restricted")
        private static MethodHandle link(
                String name, FunctionDescriptor shape, Linker.Option... options) {
            Linker linker = Linker.nativeLinker();
            return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), shape, options);
        }
    }

    private SystemCalls() {}

    /// Why this machine cannot make system calls of this kind at all; empty if it can.
    static Optional<String> obstacle() {
        return Numbers.obstacle();
    }

    /// bpf(2): its result, or the negative error number.
    static int bpf(int command, MemorySegment attributes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Linked.STATE);
            long result =
                    (long)
                            Linked.CALL.invokeExact(
                                    state,
                                    Linked.BPF,
                                    command,
                                    attributes,
                                    (int) attributes.byteSize());
            return result < 0 ? -state.get(Linked.ERRNO, Linked.ERRNO_AT) : (int) result;
        } catch (Throwable e) {
            throw new IllegalStateException("the downcall failed", e);
        }
    }

    static void close(int descriptor) {
        try {
            int _ = (int) Linked.CLOSE.invokeExact(descriptor);
        } catch (Throwable e) {
            throw new IllegalStateException("the downcall failed", e);
        }
    }
}
