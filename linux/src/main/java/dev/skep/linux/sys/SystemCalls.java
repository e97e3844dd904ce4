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
    /// Which calls have which numbers.
    private record Numbers(int bpf, int capget, int capset) {
        private static final Numbers X86_64 = new Numbers(321, 125, 126);
        private static final Numbers GENERIC = new Numbers(280, 90, 91);
        private static final Map<String, Numbers> BY_MACHINE =
                Map.of(
                        "amd64", X86_64,
                        "x86_64", X86_64,
                        "aarch64", GENERIC,
                        "riscv64", GENERIC);

        static Numbers here() {
            return BY_MACHINE.get(System.getProperty("os.arch"));
        }

        static Optional<String> obstacle() {
            String system = System.getProperty("os.name");
            String machine = System.getProperty("os.arch");
            if (!system.toLowerCase(Locale.ROOT).equals("linux")) {
                return Optional.of("this is " + system + ", and bpf(2) is a system call of Linux");
            }
            return BY_MACHINE.containsKey(machine)
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
        private static final Numbers NUMBERS = Numbers.here();
        private static final MethodHandle CALL =
                link(
                        "syscall",
                        FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG),
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
        long size = attributes.byteSize();
        return call(Linked.NUMBERS.bpf(), command, attributes, size);
    }

    /// capget(2): 0, or the negative error number.
    static int capget(MemorySegment header, MemorySegment sets) {
        return call(Linked.NUMBERS.capget(), header.address(), sets, 0);
    }

    /// capset(2): 0, or the negative error number.
    static int capset(MemorySegment header, MemorySegment sets) {
        return call(Linked.NUMBERS.capset(), header.address(), sets, 0);
    }

    private static int call(int number, long first, MemorySegment second, long third) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Linked.STATE);
            long result =
                    (long) Linked.CALL.invokeExact(state, (long) number, first, second, third);
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
