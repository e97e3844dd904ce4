package dev.skep.linux.attach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.host.Link;
import dev.skep.linux.Counter;
import dev.skep.linux.KernelCase;
import dev.skep.linux.KernelCode;
import dev.skep.linux.KernelException;
import dev.skep.linux.sys.ChildCgroup;
import dev.skep.linux.sys.Sandbox;
import dev.skep.linux.sys.SocketAddress.Family;
import dev.skep.linux.sys.TestSocket;
import dev.skep.spec.AttachType;
import dev.skep.spec.ProgramType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/// Functions of the kernel: entered, left, overruled. A thread with a name of its own opens a file,
/// and programs look at nobody else. Many systems forbid these hooks; the tests say so.
class KernelFunctionsTest extends KernelCase {
    private static final String OPENS = "security_file_open";
    private static final int FORBIDDEN = -1;

    /// Goes on if the thread has that name of 7 letters, and to `out` otherwise.
    private static final String ONLY =
            """
            r1 = r10
            r1 += -16
            r2 = 16
            call bpf_get_current_comm
            r1 = *(u64 *)(r10 - 16)
            r2 = 0x%x ll
            if r1 != r2 goto out
            """;

    private final String thread = "skep%03x".formatted(ThreadLocalRandom.current().nextInt(4096));

    /// Whether a thread of that name can open a file.
    private boolean opens() throws InterruptedException {
        boolean[] opened = new boolean[1];
        Thread.ofPlatform()
                .name(thread)
                .start(
                        () -> {
                            try {
                                Files.newInputStream(Path.of("/proc/version")).close();
                                opened[0] = true;
                            } catch (IOException _) {
                                opened[0] = false;
                            }
                        })
                .join();
        return opened[0];
    }

    private Counter counter(ProgramType type, AttachType attach, String target, int result) {
        ByteBuffer name = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
        name.put(thread.getBytes(StandardCharsets.US_ASCII));
        return Counter.load(
                host, type, attach.id(), target, ONLY.formatted(name.getLong(0)), result);
    }

    private interface Attaching {
        Link attach(Counter counter);
    }

    /// Observes, and changes nothing.
    private void observes(Counter counter, Attaching attaching) throws Exception {
        assertTrue(opens());
        try (Link _ = attaching.attach(counter)) {
            assertTrue(opens());
            assertTrue(counter.runs() > 0, "it was not called");
        }
        counter.awaitRest(() -> assertTrue(opens()));
    }

    /// Says no while it is attached.
    private void forbids(Counter counter, Attaching attaching) throws Exception {
        assertTrue(opens());
        try (Link _ = attaching.attach(counter)) {
            assertFalse(opens());
            assertTrue(counter.runs() > 0);
        }
        assertTrue(opens());
    }

    private Counter typed(ProgramType type, AttachType attach, String target, int result) {
        assumeTrue(host.kernel().types().isPresent(), "this kernel does not publish its types");
        try {
            return counter(type, attach, target, result);
        } catch (KernelException e) {
            assertFalse(e.diagnostic().remedy().isEmpty());
            refused(attach.kernelName(), e);
            throw e;
        }
    }

    @Test
    void entriesAreSeen() throws Exception {
        observes(
                typed(ProgramType.TRACING, AttachType.TRACE_FENTRY, OPENS, 0),
                counter -> Tracing.attach(counter.program()));
    }

    @Test
    void exitsAreSeen() throws Exception {
        observes(
                typed(ProgramType.TRACING, AttachType.TRACE_FEXIT, OPENS, 0),
                counter -> Tracing.attach(counter.program()));
    }

    @Test
    void resultsAreOverruled() throws Exception {
        forbids(
                typed(ProgramType.TRACING, AttachType.MODIFY_RETURN, OPENS, FORBIDDEN),
                counter -> Tracing.attach(counter.program()));
    }

    @Test
    void hooksOfSecurityModulesForbid() throws Exception {
        Counter counter = typed(ProgramType.LSM, AttachType.LSM_MAC, "file_open", FORBIDDEN);
        Sandbox.run(
                folder -> {
                    demandSecurityModule(folder);
                    forbids(counter, c -> Tracing.attach(c.program()));
                });
    }

    @Test
    void hooksOfSecurityModulesBelongToControlGroups() throws Exception {
        since("6.0", "lsm_cgroup");
        Counter probe = typed(ProgramType.LSM, AttachType.LSM_CGROUP, "socket_create", 1);
        probe.program().close();
        Sandbox.run(KernelFunctionsTest::demandSecurityModule);
        Counter counter =
                Counter.load(
                        host, ProgramType.LSM, AttachType.LSM_CGROUP.id(), "socket_create", "", 1);
        ChildCgroup.run(
                folder -> {
                    try (Link link = CgroupHook.attach(counter.program(), folder)) {
                        TestSocket.stream(Family.IPV4).close();
                        assertTrue(counter.runs() > 0);
                        assertEquals("cgroup", link.info().kind());
                    }
                    counter.awaitRest(() -> TestSocket.stream(Family.IPV4).close());
                });
    }

    /// Without it, its hooks are attached and never called.
    private static void demandSecurityModule(Path folder) throws Exception {
        Sandbox.mountSecurityFiles(folder);
        String modules = Files.readString(folder.resolve("lsm"));
        assumeTrue(
                List.of(modules.strip().split(",")).contains("bpf"),
                "the BPF security module is not switched on: lsm=" + modules);
    }

    @Test
    void entriesAreProbed() throws Exception {
        probed(ProbePoint.ENTRY);
    }

    @Test
    void returnsAreProbed() throws Exception {
        probed(ProbePoint.RETURN);
    }

    private void probed(ProbePoint point) throws Exception {
        Counter counter = counter(ProgramType.KPROBE, AttachType.CGROUP_INET_INGRESS, "", 0);
        demandProbes();
        observes(counter, c -> Kprobe.attach(c.program(), OPENS, 0, point));
    }

    private static void demandProbes() {
        try {
            ProbeKind.of("kprobe");
        } catch (KernelException e) {
            assertEquals(KernelCode.NO_TARGET, e.diagnostic().code());
            refused("kprobes", e);
        }
    }

    @Test
    void manyFunctionsAreProbedAtOnce() throws Exception {
        since("5.18", "kprobe.multi");
        for (ProbePoint point : ProbePoint.values()) {
            Counter counter = counter(ProgramType.KPROBE, AttachType.TRACE_KPROBE_MULTI, "", 0);
            List<String> functions = List.of(OPENS, "security_inode_permission");
            try {
                observes(counter, c -> Kprobe.attachToAll(c.program(), functions, point));
            } catch (KernelException e) {
                assertEquals(KernelCode.ATTACH, e.diagnostic().code());
                refused("kprobe.multi", e);
            }
        }
    }

    @Test
    void functionsThatAreNotThereAreNamed() {
        Counter counter = counter(ProgramType.KPROBE, AttachType.CGROUP_INET_INGRESS, "", 0);
        demandProbes();
        KernelException none =
                assertThrows(
                        KernelException.class,
                        () -> Kprobe.attach(counter.program(), "no_such", 0, ProbePoint.ENTRY));
        assertTrue(none.diagnostic().render().contains("no_such"), none.diagnostic().render());
    }
}
