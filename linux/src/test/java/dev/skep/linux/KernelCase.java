package dev.skep.linux;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.asm.Assembler;
import dev.skep.asm.HelperNames;
import dev.skep.host.LoadedProgram.TestRun;
import dev.skep.isa.Bytecode;
import dev.skep.program.MapDefinition;
import dev.skep.program.Program;
import dev.skep.spec.Helper;
import dev.skep.spec.Helpers;
import dev.skep.spec.KernelVersion;
import dev.skep.spec.ProgramType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// What tests of the running kernel share; they are skipped where it cannot be asked.
@SuppressWarnings("exports")
public abstract class KernelCase {
    private static final HelperNames HELPERS =
            HelperNames.of(
                    Helpers.all().stream().collect(Collectors.toMap(Helper::id, Helper::fullName)));

    /// A packet that every program takes.
    protected static final byte[] PACKET = new byte[64];

    /// The kernel.
    protected KernelHost host;

    /// Nothing is opened before a test starts.
    protected KernelCase() {}

    /// Opens the kernel, or says why not.
    @BeforeEach
    public final void open() {
        Optional<String> obstacle = KernelHost.obstacle();
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
        host = KernelHost.open();
    }

    /// Nothing of a test stays.
    @AfterEach
    public final void close() {
        if (host != null) {
            host.close();
        }
    }

    /// Skips the test where the kernel is older than what it is about.
    protected final void since(String release, String what) {
        assumeTrue(
                here().compareTo(KernelVersion.of(release)) >= 0,
                () -> "%s came with Linux %s".formatted(what, release));
    }

    /// The release of the kernel.
    protected final KernelVersion here() {
        int code = host.kernel().version();
        return new KernelVersion(code >> 16, code >> 8 & 0xff);
    }

    /// Skips the test because the kernel, for all that is known about it, has no such thing.
    protected static void refused(String what, KernelException refusal) {
        assumeTrue(false, "this kernel refuses %s: %s".formatted(what, refusal.getMessage()));
    }

    protected static Bytecode code(String text) {
        return Assembler.assemble(text, HELPERS);
    }

    protected static Program program(
            ProgramType type, String name, String text, MapDefinition... maps) {
        return Program.of(name, type, code(text)).withMaps(List.of(maps));
    }

    protected static Program xdp(String name, String text, MapDefinition... maps) {
        return program(ProgramType.XDP, name, text, maps);
    }

    protected static TestRun run(int times) {
        return new TestRun(PACKET, new byte[0], times);
    }

    protected static byte[] bytes(int value) {
        return buffer(Integer.BYTES).putInt(value).array();
    }

    protected static byte[] bytes(long value) {
        return buffer(Long.BYTES).putLong(value).array();
    }

    protected static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
    }

    protected static long number(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        return bytes.length == Integer.BYTES ? buffer.getInt() : buffer.getLong();
    }
}
