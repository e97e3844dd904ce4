package dev.skep.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.asm.Assembler;
import dev.skep.diag.HostException;
import dev.skep.host.Errno;
import dev.skep.isa.Bytecode;
import dev.skep.isa.InsnEncoder;
import dev.skep.isa.RawInsn;
import dev.skep.object.BpfObject;
import dev.skep.object.LinkOptions;
import dev.skep.program.Globals;
import dev.skep.program.MapDefinition;
import dev.skep.program.Program;
import dev.skep.spec.AttachType;
import dev.skep.spec.MapType;
import dev.skep.spec.ProgramType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Asks the running kernel; skipped where that is not possible.
class KernelVerifierTest {
    /// The examples that are wrong on purpose.
    private static final List<String> MISTAKES =
            List.of("short_check", "no_null_check", "early_return");

    /// Those of references and locks, which take Linux 6.7.
    private static final List<String> MISHANDLED =
            List.of(
                    "socket_leaked",
                    "socket_released_twice",
                    "record_leaked",
                    "record_given_back_twice",
                    "iterator_leaked",
                    "never_unlocked",
                    "sleeps_under_lock",
                    "sleeps_while_reading");

    private KernelVerifier kernel;

    @BeforeEach
    void open() {
        Optional<String> obstacle = KernelVerifier.obstacle();
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
        kernel = KernelVerifier.open();
    }

    @AfterEach
    void close() {
        if (kernel != null) {
            kernel.close();
        }
    }

    @Test
    void aGoodProgramIsAcceptedWithItsWork() {
        KernelVerdict verdict = verify(xdp("r0 = 2\nexit"));
        assertTrue(verdict.accepted(), verdict.log());
        assertEquals(0, verdict.errno());
        assertEquals(2, verdict.processed());
        assertTrue(verdict.nanos() > 0);
        assertEquals("", verdict.message());
    }

    @Test
    void aBadProgramIsRefusedWithTheKernelsWords() {
        KernelVerdict verdict = verify(xdp("r0 = r9\nexit"));
        assertFalse(verdict.accepted());
        assertEquals(Errno.EACCES.number(), verdict.errno());
        assertEquals("R9 !read_ok", verdict.message());
    }

    @Test
    void everyDetailTellsTheFault() {
        for (LogDetail detail : LogDetail.values()) {
            KernelVerdict verdict =
                    kernel.verify(xdp("r0 = 1\nr0 = *(u32 *)(r9 + 0)\nexit"), detail);
            assertEquals("R9 !read_ok", verdict.message(), verdict.log());
        }
    }

    @Test
    void longLogsAreWhole() {
        String code = "r0 = 0\n".repeat(3_000) + "exit";
        KernelVerdict verdict = kernel.verify(xdp(code), LogDetail.INSTRUCTIONS);
        assertTrue(verdict.accepted());
        assertEquals(3_001, verdict.processed());
        assertTrue(verdict.log().length() > 1 << 16, "it has " + verdict.log().length());
        assertTrue(verdict.log().contains("\n0: "), verdict.log().substring(0, 200));
    }

    @Test
    void codeThatIsNoCodeCanBeAskedAbout() {
        KernelVerdict verdict =
                kernel.verify(
                        xdp("exit"),
                        List.of(new RawInsn(0xff, 0, 0, 0, 0), new RawInsn(0x95, 0, 0, 0, 0)),
                        Loader.PRIVILEGED,
                        LogDetail.STATISTICS);
        assertFalse(verdict.accepted());
        assertEquals("unknown opcode ff", verdict.message());
    }

    @Test
    void peopleWithoutCapabilitiesMayLess() {
        Optional<String> obstacle = KernelVerifier.obstacle(Loader.UNPRIVILEGED);
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
        // A pointer minus a pointer tells where the kernel has its memory.
        Program leak =
                Program.of(
                        "leak",
                        ProgramType.SOCKET_FILTER,
                        code("r0 = r1\nr0 -= r10\nr0 = 0\nexit"));
        List<RawInsn> code = InsnEncoder.raw(leak.code());
        assertTrue(verify(leak).accepted(), verify(leak).log());
        KernelVerdict verdict =
                kernel.verify(leak, code, Loader.UNPRIVILEGED, LogDetail.STATISTICS);
        assertFalse(verdict.accepted());
        assertTrue(verdict.message().contains("pointer"), verdict.message());
        assertTrue(verify(leak).accepted(), "the capabilities are back");
    }

    @Test
    void capabilitiesComeBack() {
        Program good = Program.of("good", ProgramType.XDP, code("r0 = 2\nexit"));
        List<RawInsn> code = InsnEncoder.raw(good.code());
        KernelVerdict verdict =
                kernel.verify(good, code, Loader.UNPRIVILEGED, LogDetail.STATISTICS);
        assertEquals(Errno.EPERM.number(), verdict.errno(), "XDP is for the privileged");
        assertTrue(verify(good).accepted());
    }

    @Test
    void constantsAreKnown() {
        byte[] value = {2, 0, 0, 0};
        Program reads = withMap(new Globals(value, List.of(), true), 1 << 7);
        assertTrue(verify(reads).accepted(), "the constant is known to be 2");
        Program unknown = withMap(Globals.zeroes(4, List.of()), 0);
        KernelVerdict verdict = verify(unknown);
        assertFalse(verdict.accepted(), "the variable can be anything");
    }

    @Test
    void aRefusedMapIsNamed() {
        Program program =
                xdp("r1 = map[0]\nr0 = 0\nexit")
                        .withMaps(List.of(MapDefinition.of("broken", MapType.ARRAY, 3, 4, 1)));
        KernelException e = assertThrows(KernelException.class, () -> verify(program));
        assertEquals(KernelCode.MAP, e.diagnostic().code());
        assertEquals(Errno.EINVAL.number(), e.errno());
        assertTrue(e.diagnostic().render().contains("map broken (array)"), e.diagnostic().render());
    }

    @Test
    void targetsAreFoundByName() {
        assumeTrue(kernel.kernelTypes().isPresent(), "this kernel does not publish its types");
        Program plain = Program.of("traced", ProgramType.TRACING, code("r0 = 0\nexit"));
        Program typed =
                plain.as(ProgramType.TRACING, AttachType.TRACE_RAW_TP.id(), 0, "sched_switch");
        assertTrue(verify(typed).accepted(), verify(typed).log());
        Program missing = plain.as(ProgramType.TRACING, AttachType.TRACE_RAW_TP.id(), 0, "no_such");
        KernelException e = assertThrows(KernelException.class, () -> verify(missing));
        assertEquals(KernelCode.TARGET, e.diagnostic().code());
    }

    @Test
    void programsOfTheExamplesAreAcceptedButForTheMistakes() throws IOException {
        List<Path> objects;
        try (Stream<Path> files = Files.walk(Path.of("..", "examples"))) {
            objects = files.filter(f -> f.toString().endsWith(".o")).sorted().toList();
        }
        assertFalse(objects.isEmpty());
        List<String> refused = new ArrayList<>();
        for (Path object : objects) {
            for (Program program :
                    BpfObject.read(Files.readAllBytes(object))
                            .link(LinkOptions.standard())
                            .programs()) {
                if (!accepts(program)) {
                    refused.add(program.name());
                }
            }
        }
        if (new RunningKernel().version() >= RunningKernel.version("6.12")) {
            assertEquals(Stream.of(MISTAKES, MISHANDLED).flatMap(List::stream).toList(), refused);
        } else {
            // What other examples call came later.
            assertTrue(refused.containsAll(MISTAKES), refused.toString());
            assertTrue(
                    Stream.of("firewall", "redirect", "watch", "count")
                            .noneMatch(refused::contains),
                    refused.toString());
        }
    }

    private boolean accepts(Program program) {
        try {
            return verify(program).accepted();
        } catch (HostException e) {
            // A map or type that came later.
            return false;
        }
    }

    private KernelVerdict verify(Program program) {
        return kernel.verify(program, LogDetail.STATISTICS);
    }

    /// Goes astray unless the number in the map is known to be 2.
    private static Program withMap(Globals globals, int flags) {
        MapDefinition map =
                MapDefinition.of("numbers", MapType.ARRAY, 4, 4, 1)
                        .withFlags(flags)
                        .withGlobals(globals);
        String text =
                """
                r1 = map[0][0]+0
                r1 = *(u32 *)(r1 + 0)
                r0 = 0
                if r1 == 2 goto end
                r0 = *(u64 *)(r9 + 0)
                end:
                exit
                """;
        return xdp(text).withMaps(List.of(map));
    }

    private static Program xdp(String text) {
        return Program.of("test", ProgramType.XDP, code(text));
    }

    private static Bytecode code(String text) {
        return Assembler.assemble(text);
    }
}
