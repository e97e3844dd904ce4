package dev.skep.linux.attach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.host.Link;
import dev.skep.linux.KernelCase;
import dev.skep.linux.KernelCode;
import dev.skep.linux.KernelException;
import dev.skep.linux.KernelMap;
import dev.skep.linux.KernelObject;
import dev.skep.linux.LoadOptions;
import dev.skep.object.BpfObject;
import dev.skep.object.LinkOptions;
import dev.skep.object.LinkedObject;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Probes that were left in executables: those of the JVM that runs this test.
class UsdtTest extends KernelCase {
    private static final String SLEEP = "thread__sleep__begin";

    @Test
    void theJvmsOwnProbesFireWithTheirArguments() throws Exception {
        since("5.15", "bpf_get_attach_cookie");
        Path library = jvm();
        assumeTrue(
                ExecutableFile.open(library).probes().stream()
                        .anyMatch(p -> p.name().equals(SLEEP)),
                "this JVM is built without probes");
        KernelObject object;
        try (InputStream file = KernelCase.class.getResourceAsStream("usdt.o")) {
            object =
                    host.load(
                            BpfObject.read(file.readAllBytes()).link(LinkOptions.standard()),
                            LoadOptions.standard());
        }
        int here = (int) ProcessHandle.current().pid();
        List<Link> links =
                Attachment.attach(
                        object,
                        object.program("observe"),
                        library + ":hotspot:" + SLEEP,
                        Xdp.Mode.ANY,
                        here);
        try {
            // Other threads sleep, too: the last one is not always this.
            Set<Long> wanted = Set.of(7L, 7_000_000L);
            for (int i = 0; i < 500 && !wanted.contains(global(object, "first")); i++) {
                Thread.sleep(7);
            }
            assertTrue(wanted.contains(global(object, "first")), "" + global(object, "first"));
            assertEquals(1, global(object, "count"));
            assertTrue(global(object, "hits") > 0);
            assertEquals("usdt", links.getFirst().info().kind());
        } finally {
            links.forEach(Link::close);
        }
    }

    @Test
    void probesThatAreNotThereAreNamed() throws Exception {
        KernelException e =
                assertThrows(
                        KernelException.class,
                        () ->
                                Usdt.attach(
                                        host.load(
                                                new LinkedObject(List.of(), List.of(), List.of()),
                                                LoadOptions.standard()),
                                        null,
                                        jvm(),
                                        "hotspot",
                                        "no_such",
                                        0));
        assertEquals(KernelCode.NO_TARGET, e.diagnostic().code());
    }

    private static Path jvm() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/maps")).stream()
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .filter(path -> path.endsWith("/libjvm.so"))
                .map(Path::of)
                .findFirst()
                .orElseThrow();
    }

    private static long global(KernelObject object, String name) {
        KernelMap map = object.map(".bss");
        int offset =
                map.definition().globals().orElseThrow().variables().stream()
                        .filter(v -> v.name().equals(name))
                        .findFirst()
                        .orElseThrow()
                        .offset();
        return ByteBuffer.wrap(map.lookup(bytes(0)).orElseThrow())
                .order(ByteOrder.nativeOrder())
                .getLong(offset);
    }
}
