package dev.skep.linux.sys;

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
import java.util.Optional;
import java.util.Set;

/// The system calls, one row each, and the only downcall of the project. Pointers are passed as
/// addresses; who passes one keeps its memory alive. The first [#call] links the C library, so ask
/// [#obstacle] first, which does not.
///
/// The numbers are those of `arch/x86/entry/syscalls/syscall_64.tbl` and of
/// `include/uapi/asm-generic/unistd.h`, which arm64 and riscv64 use.
enum SystemCall {
    ACCEPT4(288, 242),
    BIND(49, 200),
    BPF(321, 280),
    CAPGET(125, 90),
    CAPSET(126, 91),
    CLOSE(3, 57),
    CONNECT(42, 203),
    EPOLL_CREATE1(291, 20),
    EPOLL_CTL(233, 21),
    EPOLL_PWAIT(281, 22),
    EVENTFD2(290, 19),
    FCNTL(72, 25),
    GETPEERNAME(52, 205),
    GETSOCKNAME(51, 204),
    GETSOCKOPT(55, 209),
    IOCTL(16, 29),
    LISTEN(50, 201),
    MMAP(9, 222),
    MOUNT(165, 40),
    MUNMAP(11, 215),
    OPENAT(257, 56),
    PERF_EVENT_OPEN(298, 241),
    PRCTL(157, 167),
    PRLIMIT64(302, 261),
    READ(0, 63),
    RECVFROM(45, 207),
    SCHED_SETAFFINITY(203, 122),
    SECCOMP(317, 277),
    SENDTO(44, 206),
    SETNS(308, 268),
    SETSOCKOPT(54, 208),
    SOCKET(41, 198),
    UMOUNT2(166, 39),
    UNSHARE(272, 97),
    WRITE(1, 64);

    private static final Set<String> X86_64 = Set.of("amd64", "x86_64");
    private static final Set<String> GENERIC = Set.of("aarch64", "riscv64");

    private final int x86;
    private final int generic;

    SystemCall(int x86, int generic) {
        this.x86 = x86;
        this.generic = generic;
    }

    /// Why this machine cannot make system calls of this kind at all; empty if it can.
    static Optional<String> obstacle() {
        return obstacle(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    /// The same for a machine that calls itself so.
    static Optional<String> obstacle(String system, String machine) {
        if (!system.toLowerCase(Locale.ROOT).equals("linux")) {
            return Optional.of("this is " + system + ", and bpf(2) is a system call of Linux");
        }
        return X86_64.contains(machine) || GENERIC.contains(machine)
                ? Optional.empty()
                : Optional.of("the number of bpf(2) on " + machine + " is not known here");
    }

    /// The number on a machine that calls itself so.
    int number(String machine) {
        return X86_64.contains(machine) ? x86 : generic;
    }

    /// The name as in the manual: `bpf(2)`.
    String manualName() {
        return name().toLowerCase(Locale.ROOT) + "(2)";
    }

    /// Its result, or the negative error number.
    long call(long a) {
        return call(a, 0, 0, 0, 0, 0);
    }

    /// Its result, or the negative error number.
    long call(long a, long b) {
        return call(a, b, 0, 0, 0, 0);
    }

    /// Its result, or the negative error number.
    long call(long a, long b, long c) {
        return call(a, b, c, 0, 0, 0);
    }

    /// Its result, or the negative error number.
    long call(long a, long b, long c, long d, long e, long f) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Linked.STATE);
            long number = Linked.X86 ? x86 : generic;
            long result = (long) Linked.CALL.invokeExact(state, number, a, b, c, d, e, f);
            return result == -1 ? -(long) state.get(Linked.ERRNO, Linked.ERRNO_AT) : result;
        } catch (Throwable failure) {
            throw new IllegalStateException("the downcall failed", failure);
        }
    }

    /// Its result; the call has to succeed.
    long demand(long... arguments) throws RefusedCall {
        long[] all = new long[6];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        long result = call(all[0], all[1], all[2], all[3], all[4], all[5]);
        if (result < 0 && result > -4096) {
            throw new RefusedCall(manualName(), (int) -result, "");
        }
        return result;
    }

    /// `syscall` of the C library.
    private static final class Linked {
        private static final StructLayout STATE = Linker.Option.captureStateLayout();
        private static final ValueLayout.OfInt ERRNO = JAVA_INT;
        private static final long ERRNO_AT =
                STATE.byteOffset(StructLayout.PathElement.groupElement("errno"));
        private static final boolean X86 = X86_64.contains(System.getProperty("os.arch"));
        private static final MethodHandle CALL = link();

        @SuppressWarnings("restricted")
        private static MethodHandle link() {
            Linker linker = Linker.nativeLinker();
            FunctionDescriptor shape =
                    FunctionDescriptor.of(
                            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
                            JAVA_LONG, JAVA_LONG);
            return linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("syscall"),
                    shape,
                    Linker.Option.firstVariadicArg(1),
                    Linker.Option.captureCallState("errno"));
        }
    }
}
