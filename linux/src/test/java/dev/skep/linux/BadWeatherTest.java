package dev.skep.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.skep.diag.Diagnostic;
import dev.skep.host.Errno;
import dev.skep.linux.attach.KernelLink;
import dev.skep.linux.attach.TraceFiles;
import dev.skep.linux.attach.Tracepoint;
import dev.skep.linux.attach.Xdp;
import dev.skep.linux.sys.Forbidden;
import dev.skep.linux.sys.Sandbox;
import dev.skep.linux.sys.Veth;
import dev.skep.object.LinkedObject;
import dev.skep.program.MapDefinition;
import dev.skep.spec.AttachType;
import dev.skep.spec.MapType;
import dev.skep.spec.ProgramType;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is missing is named, with what to do about it.
class BadWeatherTest extends KernelCase {
    private static KernelException notOpened() {
        return assertThrows(KernelException.class, KernelHost::open);
    }

    private static void says(Diagnostic diagnostic, KernelCode code, String what) {
        assertEquals(code, diagnostic.code());
        assertTrue(diagnostic.render().contains(what), diagnostic.render());
        assertFalse(diagnostic.remedy().isEmpty(), diagnostic.render());
    }

    @Test
    void aKernelWithoutTheSystemCall() {
        KernelException e = Forbidden.without(Errno.ENOSYS, BadWeatherTest::notOpened);
        says(e.diagnostic(), KernelCode.UNUSABLE, "ENOSYS, the kernel is built without bpf(2)");
    }

    @Test
    void aSandboxThatForbidsTheSystemCallToRoot() {
        KernelException e = Forbidden.without(Errno.EPERM, BadWeatherTest::notOpened);
        says(e.diagnostic(), KernelCode.UNUSABLE, "EPERM, no capability is missing; a sandbox");
    }

    @Test
    void aUserWithoutCapabilities() throws Exception {
        assumeFalse(Rights.unprivileged().equals("0"), "everybody may load socket filters here");
        KernelException e = Forbidden.withoutCapabilities(BadWeatherTest::notOpened);
        says(e.diagnostic(), KernelCode.UNUSABLE, "EPERM, without CAP_BPF (to load programs");
        says(e.diagnostic(), KernelCode.UNUSABLE, "kernel.unprivileged_bpf_disabled is ");
        List<Checkup> found = Forbidden.withoutCapabilities(Doctor::examine);
        assertEquals(1, found.size());
        assertEquals(Checkup.State.MISSING, found.getFirst().state());
    }

    @Test
    void capabilitiesThatAreMissingAreNamed() {
        assertEquals(List.of(), Rights.missing(-1));
        assertEquals(3, Rights.missing(0).size());
        // CAP_SYS_ADMIN stands for two of them.
        assertEquals(
                List.of("CAP_NET_ADMIN (to change what happens to packets)"),
                Rights.missing(1 << 21));
    }

    @Test
    void noFileSystemOfTracepoints() throws Exception {
        KernelProgram program =
                host.load(program(ProgramType.TRACEPOINT, "none", "r0 = 0\nexit"), List.of());
        Sandbox.run(
                _ -> {
                    Sandbox.unmount("tracefs");
                    KernelException e =
                            assertThrows(
                                    KernelException.class,
                                    () -> Tracepoint.attach(program, "sched/sched_switch"));
                    says(e.diagnostic(), KernelCode.NO_TARGET, "mount -t tracefs");
                    assertThrows(KernelException.class, TraceFiles::folder);
                    says("tracepoints", "mount -t tracefs");
                });
    }

    @Test
    void noFileSystemForPins() throws Exception {
        LinkedObject object = pinned(8);
        Sandbox.run(
                folder -> {
                    Sandbox.unmount("bpf");
                    LoadOptions options = LoadOptions.standard().withPins(folder);
                    KernelException e =
                            assertThrows(KernelException.class, () -> host.load(object, options));
                    says(e.diagnostic(), KernelCode.PIN, "mount -t bpf bpf " + folder);
                    says("pinning", "mount -t bpf");
                });
    }

    @Test
    void noTypesOfTheKernel() throws Exception {
        Sandbox.run(
                _ -> {
                    Sandbox.cover(Path.of("/sys/kernel/btf"));
                    KernelException e =
                            assertThrows(
                                    KernelException.class,
                                    () ->
                                            host.load(
                                                    program(
                                                                    ProgramType.TRACING,
                                                                    "typed",
                                                                    "r0 = 0\nexit")
                                                            .as(
                                                                    ProgramType.TRACING,
                                                                    AttachType.TRACE_RAW_TP.id(),
                                                                    0,
                                                                    "sys_enter"),
                                                    List.of()));
                    says(e.diagnostic(), KernelCode.TARGET, "CONFIG_DEBUG_INFO_BTF");
                    says("kernel types", "CONFIG_DEBUG_INFO_BTF");
                });
    }

    /// What the doctor says under that name.
    private static void says(String name, String remedy) {
        Checkup found =
                Doctor.examine().stream()
                        .filter(c -> c.name().equals(name))
                        .findFirst()
                        .orElseThrow();
        assertEquals(Checkup.State.LIMITED, found.state(), found.finding());
        assertTrue(found.remedy().contains(remedy), found.remedy());
    }

    @Test
    void anInterfaceThatIsGone() throws Exception {
        KernelProgram program = host.load(xdp("passes", "r0 = 2\nexit"), List.of());
        Sandbox.run(
                _ -> {
                    Veth interfaces = Veth.create();
                    int index = interfaces.near();
                    try (KernelLink link = Xdp.attach(program, index, Xdp.Mode.ANY)) {
                        interfaces.remove();
                        assertTrue(link.info().id().isPresent(), "the link outlives it");
                        KernelException e =
                                assertThrows(KernelException.class, () -> link.update(program));
                        says(e.diagnostic(), KernelCode.LINK, "ENOLINK");
                    }
                    KernelException e =
                            assertThrows(
                                    KernelException.class,
                                    () -> Xdp.attach(program, index, Xdp.Mode.ANY));
                    says(e.diagnostic(), KernelCode.ATTACH, "interface " + index);
                });
    }

    @Test
    void aProgramThatTheVerifierRejects() {
        KernelException e =
                assertThrows(
                        KernelException.class,
                        () -> host.load(xdp("bad", "r0 = r9\nexit"), List.of()));
        says(e.diagnostic(), KernelCode.PROGRAM, "skep verify");
        assertTrue(e.log().contains("R9 !read_ok"), e.log());
    }

    private static LinkedObject pinned(int valueSize) {
        MapDefinition map =
                MapDefinition.of("kept", MapType.ARRAY, 4, valueSize, 1)
                        .withPinning(MapDefinition.Pinning.BY_NAME);
        return new LinkedObject(List.of(), List.of(map), List.of());
    }
}
