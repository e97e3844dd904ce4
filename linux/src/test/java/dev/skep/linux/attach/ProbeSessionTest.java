package dev.skep.linux.attach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.btf.BtfKind;
import dev.skep.host.Link;
import dev.skep.linux.KernelCase;
import dev.skep.linux.KernelException;
import dev.skep.linux.KernelObject;
import dev.skep.linux.LoadOptions;
import dev.skep.object.BpfObject;
import dev.skep.object.LinkOptions;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Probes that run where a function starts and where it returns.
class ProbeSessionTest extends KernelCase {
    private static final int STARTS = 0;
    private static final int RETURNS = 1;
    private static final int FOUND = 2;

    /// `LINUX_VERSION_CODE` of Linux 6.13.
    private static final int OF_PROCESSES = 6 << 16 | 13 << 8;

    private KernelObject ofProcess() throws Exception {
        assumeTrue(
                host.kernel().version() >= OF_PROCESSES,
                "sessions of processes came with Linux 6.13");
        return load("of_process");
    }

    private KernelObject load(String program) throws Exception {
        assumeTrue(
                host.kernel()
                        .types()
                        .filter(t -> t.find(BtfKind.FUNC, "bpf_session_cookie").isPresent())
                        .isPresent(),
                "this kernel has no probe sessions");
        try (InputStream file = KernelCase.class.getResourceAsStream("session.bpf.o")) {
            BpfObject object = BpfObject.read(file.readAllBytes());
            LinkOptions base = LinkOptions.standard().withPrograms(Set.of(program));
            return host.load(
                    object.link(host.kernel().linkOptions(object, base)), LoadOptions.standard());
        }
    }

    private static long count(KernelObject object, int which) {
        return number(object.map("counts").lookup(bytes(which)).orElseThrow());
    }

    @Test
    void aSessionSeesStartAndReturnOfAFunctionOfAProcess() throws Exception {
        KernelObject object = ofProcess();
        Path library = library();
        List<Long> offsets = List.of(ExecutableFile.open(library).offset("syscall"));
        int here = (int) ProcessHandle.current().pid();
        try (KernelLink link =
                Uprobe.attachSession(object.program("of_process"), library, offsets, here)) {
            assertEquals("uprobe.session", link.info().kind());
            // Looking calls that function.
            count(object, STARTS);
            assertTrue(count(object, STARTS) > 0);
            assertTrue(count(object, RETURNS) > 0);
            assertTrue(count(object, FOUND) > 0);
        }
        long last = count(object, RETURNS);
        assertEquals(last, count(object, RETURNS), "nothing runs any more");
    }

    @Test
    void anObjectsSessionIsAttachedByTheNameOfItsSection() throws Exception {
        KernelObject object = ofProcess();
        String target = library() + ":sysc*l";
        int here = (int) ProcessHandle.current().pid();
        List<Link> links =
                Attachment.attach(object, object.program("of_process"), target, Xdp.Mode.ANY, here);
        assertEquals("uprobe.session", links.getFirst().info().kind());
        count(object, STARTS);
        assertTrue(count(object, STARTS) > 0);
        links.forEach(Link::close);
    }

    @Test
    void aSessionSeesStartAndReturnOfAFunctionOfTheKernel() throws Exception {
        KernelObject object;
        Link link;
        try {
            object = load("of_kernel");
            link = Kprobe.attachSession(object.program("of_kernel"), List.of("security_bpf"));
        } catch (KernelException e) {
            assumeTrue(false, "this kernel refuses kprobe sessions: " + e.getMessage());
            return;
        }
        try (link) {
            // Looking calls that function.
            count(object, STARTS);
            assertTrue(count(object, STARTS) > 0);
            assertTrue(count(object, FOUND) > 0);
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
}
