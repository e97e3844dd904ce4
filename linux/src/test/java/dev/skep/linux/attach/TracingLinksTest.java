package dev.skep.linux.attach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.host.Link;
import dev.skep.linux.Counter;
import dev.skep.linux.KernelCase;
import dev.skep.linux.KernelCode;
import dev.skep.linux.KernelException;
import dev.skep.linux.KernelMap;
import dev.skep.linux.KernelProgram;
import dev.skep.linux.sys.ChildCgroup;
import dev.skep.linux.sys.Sandbox;
import dev.skep.object.BpfObject;
import dev.skep.object.LinkOptions;
import dev.skep.object.LinkedObject;
import dev.skep.program.MapDefinition;
import dev.skep.program.Program;
import dev.skep.spec.AttachType;
import dev.skep.spec.MapType;
import dev.skep.spec.ProgramType;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Hooks that observe the kernel and processes.
class TracingLinksTest extends KernelCase {
    private static final long PATIENCE = 20_000_000_000L;

    private Counter counter(ProgramType type, int attach, String target) {
        return Counter.load(host, type, attach, target, "", 0);
    }

    @Test
    void rawTracepointsFire() {
        Counter counter = counter(ProgramType.RAW_TRACEPOINT, 0, "");
        try (Link link = RawTracepoint.attach(counter.program(), "sys_enter")) {
            assertTrue(counter.runs() > 0, "looking is a system call");
            assertEquals("raw_tracepoint", link.info().kind());
        }
        KernelException none =
                assertThrows(
                        KernelException.class,
                        () -> RawTracepoint.attach(counter.program(), "no_such"));
        assertEquals(KernelCode.ATTACH, none.diagnostic().code());
    }

    @Test
    void typedTracepointsFire() {
        assumeTrue(host.kernel().types().isPresent(), "this kernel does not publish its types");
        Counter counter = counter(ProgramType.TRACING, AttachType.TRACE_RAW_TP.id(), "sys_enter");
        try (Link _ = Tracing.attach(counter.program())) {
            assertTrue(counter.runs() > 0);
        }
    }

    @Test
    void tracepointsFire() throws Exception {
        Counter counter = counter(ProgramType.TRACEPOINT, 0, "");
        Sandbox.run(
                folder -> {
                    Sandbox.mountTraceFiles(folder);
                    try (Link _ = Tracepoint.attach(counter.program(), "raw_syscalls/sys_enter")) {
                        assertTrue(counter.runs() > 0);
                    }
                    counter.awaitRest(counter::runs);
                    KernelException none =
                            assertThrows(
                                    KernelException.class,
                                    () -> Tracepoint.attach(counter.program(), "no/such"));
                    assertEquals(KernelCode.NO_TARGET, none.diagnostic().code());
                });
    }

    @Test
    void functionsOfLibrariesAreProbed() throws Exception {
        Path library = library();
        long offset = ExecutableFile.open(library).offset("syscall");
        for (ProbePoint point : ProbePoint.values()) {
            Counter counter = counter(ProgramType.KPROBE, 0, "");
            int here = (int) ProcessHandle.current().pid();
            try (Link _ = Uprobe.attach(counter.program(), library, offset, point, here)) {
                counter.runs();
                assertTrue(counter.runs() > 0, "looking calls that function");
            }
        }
        KernelException none =
                assertThrows(
                        KernelException.class,
                        () -> ExecutableFile.open(library).offset("no_such_function"));
        assertEquals(KernelCode.NO_TARGET, none.diagnostic().code());
    }

    @Test
    void manyFunctionsAreProbedAtOnce() throws Exception {
        since("6.6", "uprobe.multi");
        Path library = library();
        ExecutableFile file = ExecutableFile.open(library);
        Counter counter = counter(ProgramType.KPROBE, AttachType.TRACE_UPROBE_MULTI.id(), "");
        List<Long> offsets = List.of(file.offset("syscall"), file.offset("getenv"));
        int here = (int) ProcessHandle.current().pid();
        try (Link link =
                Uprobe.attachToAll(counter.program(), library, offsets, ProbePoint.ENTRY, here)) {
            counter.runs();
            assertTrue(counter.runs() > 0);
            assertEquals("uprobe.multi", link.info().kind());
        }
    }

    private static Path library() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/maps")).stream()
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .filter(path -> path.matches(".*/libc(-[0-9.]+)?\\.so.*"))
                .map(Path::of)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void clocksSample() {
        Counter counter = counter(ProgramType.PERF_EVENT, 0, "");
        try (Link link = PerfSampling.attach(counter.program(), 0, 1_000)) {
            assertEquals("perf_event", link.info().kind());
            long start = System.nanoTime();
            while (counter.runs() == 0 && System.nanoTime() - start < PATIENCE) {
                Thread.onSpinWait();
            }
            assertTrue(counter.runs() > 0, "the clock does not tick");
        }
    }

    /// A program that writes a line each time.
    private KernelProgram iterator(String over) {
        assumeTrue(host.kernel().types().isPresent(), "this kernel does not publish its types");
        String text =
                """
                r2 = *(u64 *)(r1 + 0)
                r1 = *(u64 *)(r2 + 0)
                *(u64 *)(r10 - 8) = 0x0a706b73
                r2 = r10
                r2 += -8
                r3 = 4
                call bpf_seq_write
                r0 = 0
                exit
                """;
        return host.load(
                program(ProgramType.TRACING, "iterator", text)
                        .as(ProgramType.TRACING, AttachType.TRACE_ITER.id(), 0, over),
                List.of());
    }

    @Test
    void iteratorsOverTheElementsOfAMapAreRead() throws Exception {
        KernelProgram program = iterator("bpf_map_elem");
        KernelMap map = host.createMap(MapDefinition.of("three", MapType.ARRAY, 4, 8, 3));
        try (KernelLink link = KernelIterator.attach(program, map);
                InputStream lines = KernelIterator.read(link, program)) {
            assertEquals("skp\nskp\nskp\nskp\n", new String(lines.readAllBytes()), "and the end");
            assertTrue(link.info().target().contains("three"));
        }
        KernelException without =
                assertThrows(KernelException.class, () -> KernelIterator.attach(program));
        assertEquals(KernelCode.ATTACH, without.diagnostic().code());
    }

    @Test
    void iteratorsOverControlGroupsAreRead() throws Exception {
        ChildCgroup.run(
                folder -> {
                    KernelProgram program = iterator("cgroup");
                    try (KernelLink link = KernelIterator.attach(program, folder);
                            InputStream lines = KernelIterator.read(link, program)) {
                        assertEquals("skp\nskp\n", new String(lines.readAllBytes()), "and the end");
                    }
                });
    }

    @Test
    void iteratorsAreRead() throws Exception {
        KernelProgram program = iterator("task");
        try (KernelLink link = KernelIterator.attach(program);
                InputStream lines = KernelIterator.read(link, program)) {
            List<String> all = new String(lines.readAllBytes()).lines().toList();
            assertTrue(all.size() > 1, "there is more than one task");
            assertEquals("skp", all.getFirst());
        }
    }

    @Test
    void functionsOfProgramsAreReplaced() throws Exception {
        LinkedObject object;
        try (InputStream file = KernelCase.class.getResourceAsStream("extension.o")) {
            object = BpfObject.read(file.readAllBytes()).link(LinkOptions.standard());
        }
        KernelProgram base = host.load(object.program("base"), List.of());
        assertEquals(2, base.test(run(1)).returnValue());
        Program replacement = object.program("replacement");
        KernelException unnamed =
                assertThrows(KernelException.class, () -> host.load(replacement, List.of()));
        assertEquals(KernelCode.TARGET, unnamed.diagnostic().code());
        KernelProgram loaded;
        try {
            loaded = host.loadExtension(replacement, List.of(), base);
        } catch (KernelException e) {
            assertEquals(KernelCode.PROGRAM, e.diagnostic().code());
            refused("freplace", e);
            return;
        }
        try (Link _ = Tracing.attach(loaded)) {
            assertEquals(1, base.test(run(1)).returnValue());
        }
        assertEquals(2, base.test(run(1)).returnValue());
    }
}
