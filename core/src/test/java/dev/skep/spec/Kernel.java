package dev.skep.spec;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// The running kernel's verifier, as an oracle. Programs are loaded and dropped at once; nothing is
/// attached.
final class Kernel {
    private static final String RELEASE = "6.18";
    private static final int BPF = 321;
    private static final int CLOSE = 3;
    private static final int PROG_LOAD = 5;
    private static final int ATTRIBUTES = 144;
    private static final int LOG = 1 << 16;

    /// `BPF_F_SLEEPABLE`.
    static final int SLEEPABLE = 1 << 4;

    /// What the kernel says to a program.
    record Answer(boolean accepted, String log) {}

    private final MethodHandle systemCall;

    private Kernel(MethodHandle systemCall) {
        this.systemCall = systemCall;
    }

    /// Skips the test where the kernel is another one, or this user may not ask it.
    static Kernel require() {
        String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        assumeTrue(system.equals("Linux amd64"), "this is " + system + ", not Linux on x86-64");
        String release = System.getProperty("os.version");
        assumeTrue(
                release.startsWith(RELEASE + "."),
                "this kernel is " + release + "; the tables are those of " + RELEASE);
        Kernel kernel = new Kernel(systemCall());
        long[] passing = {0x0000_0002_0000_00b7L, 0x95};
        assumeTrue(
                kernel.load(ProgramType.XDP, AttachType.XDP, passing).accepted(),
                "this user may not load programs into this kernel");
        return kernel;
    }

    @SuppressWarnings("restricted")
    private static MethodHandle systemCall() {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("syscall"),
                FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG),
                Linker.Option.firstVariadicArg(1));
    }

    /// Loads a program under the GPL.
    Answer load(ProgramType type, AttachType attach, long[] code) {
        return load(type, attach, code, type == ProgramType.SYSCALL ? SLEEPABLE : 0);
    }

    /// Loads a program with `flags`.
    Answer load(ProgramType type, AttachType attach, long[] code, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment log = arena.allocate(LOG);
            MemorySegment attributes = arena.allocate(ATTRIBUTES, Long.BYTES);
            attributes.set(JAVA_INT, 0, type.id());
            attributes.set(JAVA_INT, 4, code.length);
            attributes.set(JAVA_LONG, 8, arena.allocateFrom(JAVA_LONG, code).address());
            attributes.set(JAVA_LONG, 16, arena.allocateFrom("GPL").address());
            attributes.set(JAVA_INT, 24, 1);
            attributes.set(JAVA_INT, 28, LOG);
            attributes.set(JAVA_LONG, 32, log.address());
            attributes.set(JAVA_INT, 44, flags);
            attributes.set(JAVA_INT, 68, attach.id());
            long descriptor = call(BPF, PROG_LOAD, attributes, ATTRIBUTES);
            if (descriptor >= 0) {
                call(CLOSE, descriptor, MemorySegment.NULL, 0);
            }
            log.set(JAVA_BYTE, LOG - 1, (byte) 0);
            return new Answer(descriptor >= 0, log.getString(0));
        }
    }

    private long call(long number, long first, MemorySegment second, long third) {
        try {
            return (long) systemCall.invokeExact(number, first, second, third);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
