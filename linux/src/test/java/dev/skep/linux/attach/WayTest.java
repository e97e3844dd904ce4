package dev.skep.linux.attach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.host.Link;
import dev.skep.linux.KernelCase;
import dev.skep.linux.KernelCode;
import dev.skep.linux.KernelException;
import dev.skep.linux.KernelObject;
import dev.skep.linux.LoadOptions;
import dev.skep.linux.sys.ChildCgroup;
import dev.skep.linux.sys.RefusedCall;
import dev.skep.linux.sys.Sandbox;
import dev.skep.linux.sys.Veth;
import dev.skep.object.LinkedObject;
import dev.skep.program.MapDefinition;
import dev.skep.program.Program;
import dev.skep.spec.AttachType;
import dev.skep.spec.MapType;
import dev.skep.spec.ProgramType;
import dev.skep.spec.ReturnRange;
import dev.skep.spec.SectionMatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every name of a section: its programs are attached, or it is said why not.
class WayTest extends KernelCase {
    private static final MapDefinition SOCKETS =
            MapDefinition.of("sockets", MapType.SOCKMAP, 4, 4, 1);

    /// What kernels are built without, or forbid: tests of these are reported as skipped.
    private static final Set<String> MAY_LACK =
            Set.of(
                    "fentry",
                    "fentry.s",
                    "fexit",
                    "fexit.s",
                    "fmod_ret",
                    "fmod_ret.s",
                    "lsm",
                    "lsm.s",
                    "lsm_cgroup",
                    "freplace",
                    "kprobe",
                    "kretprobe",
                    "kprobe.multi",
                    "kretprobe.multi",
                    "kprobe.session",
                    "ksyscall",
                    "kretsyscall",
                    "netkit/primary",
                    "netkit/peer",
                    "lirc_mode2",
                    "cgroup/connect_unix",
                    "cgroup/sendmsg_unix",
                    "cgroup/recvmsg_unix",
                    "cgroup/getpeername_unix",
                    "cgroup/getsockname_unix",
                    "uprobe.session",
                    "uprobe.session.s",
                    "tcx/ingress",
                    "tcx/egress",
                    "netfilter");

    /// A function that may sleep.
    private static final String SYSTEM_CALL =
            System.getProperty("os.arch").equals("aarch64")
                    ? "__arm64_sys_getpid"
                    : "__x64_sys_getpid";

    static List<String> sections() {
        return ProgramType.sections();
    }

    private static Way way(String section) {
        SectionMatch match = ProgramType.ofSection(section).orElseThrow();
        return Way.of(match.type(), match.attachType(), section);
    }

    @ParameterizedTest
    @MethodSource("sections")
    void everySectionHasAClassOrAReason(String section) {
        switch (way(section)) {
            case Way.Named way ->
                    assertEquals("dev.skep.linux.attach", way.hook().getPackageName());
            case Way.InProcess way -> assertFalse(way.because().isBlank());
            case Way.Otherwise way -> assertFalse(way.because().isBlank());
        }
    }

    @Test
    void whatIsNotAttachedFromOutsideIsLittle() {
        assertEquals(
                Set.of(
                        "socket",
                        "sk_reuseport",
                        "sk_reuseport/migrate",
                        "freplace",
                        "action",
                        "syscall",
                        "xdp/devmap",
                        "xdp.frags/devmap",
                        "xdp/cpumap",
                        "xdp.frags/cpumap"),
                Set.copyOf(
                        sections().stream().filter(s -> !(way(s) instanceof Way.Named)).toList()));
    }

    @TestFactory
    Stream<DynamicTest> programsOfEverySectionAreAttachedOrTheReasonIsSaid() {
        return sections().stream()
                .filter(s -> !s.startsWith("struct_ops"))
                .map(s -> DynamicTest.dynamicTest(s, () -> attach(s)));
    }

    private void attach(String section) throws Exception {
        Path traces = Files.createTempDirectory("skep-traces");
        try {
            ChildCgroup.run(
                    cgroup -> {
                        Sandbox.mountTraceFiles(traces);
                        interfaces(section);
                        attach(section, target(section, cgroup));
                    });
        } finally {
            Files.delete(traces);
        }
    }

    private static void interfaces(String section) throws Exception {
        if (!section.startsWith("netkit")) {
            Veth.create();
            return;
        }
        try {
            Veth.netkit();
        } catch (RefusedCall e) {
            assumeTrue(false, "this kernel has no netkit interfaces: " + e.getMessage());
        }
    }

    private void attach(String section, String target) {
        Way way = way(section);
        try (KernelObject object = load(section)) {
            List<Link> links =
                    Attachment.attach(
                            object, object.programs().getFirst(), target, Xdp.Mode.GENERIC, 0);
            links.forEach(Link::close);
            assertFalse(links.isEmpty());
            assertEquals(Way.Named.class, way.getClass());
        } catch (KernelException e) {
            if (section.equals("freplace")) {
                assertEquals(KernelCode.TARGET, e.diagnostic().code(), "no program to extend");
                return;
            }
            if (way instanceof Way.Named || e.diagnostic().code() == KernelCode.PROGRAM) {
                assumeTrue(!MAY_LACK.contains(section), e.getMessage());
                throw e;
            }
            assertEquals(KernelCode.ATTACH, e.diagnostic().code());
            assertFalse(e.diagnostic().causes().isEmpty());
        }
    }

    private KernelObject load(String section) {
        SectionMatch match = ProgramType.ofSection(section).orElseThrow();
        ProgramType type = match.type();
        AttachType attach = AttachType.byId(match.attachType()).orElseThrow();
        int result = type.returnRange(attach).map(ReturnRange::least).orElse(0);
        Program plain = program(type, "nothing", "r0 = %d\nexit".formatted(result));
        Program program =
                new Program(
                        "nothing",
                        section,
                        type,
                        match.attachType(),
                        plain.code(),
                        plain.subprograms(),
                        List.of(),
                        List.of(SOCKETS),
                        "GPL",
                        0,
                        Optional.empty(),
                        match.sleepable() ? Program.SLEEPABLE : 0,
                        loadedFor(section),
                        java.util.Map.of());
        return host.load(
                new LinkedObject(List.of(program), List.of(SOCKETS), List.of()),
                LoadOptions.standard());
    }

    /// What programs name in their sections.
    private static String loadedFor(String section) {
        return switch (section) {
            case "fentry", "fexit" -> "bpf_fentry_test1";
            case "fmod_ret" -> "bpf_modify_return_test";
            case "fentry.s", "fexit.s", "fmod_ret.s" -> SYSTEM_CALL;
            case "tp_btf" -> "sys_enter";
            case "iter", "iter.s" -> "task";
            case "lsm", "lsm.s" -> "file_open";
            case "lsm_cgroup" -> "socket_bind";
            default -> "";
        };
    }

    /// What programs are attached to.
    private static String target(String section, Path cgroup) throws Exception {
        SectionMatch match = ProgramType.ofSection(section).orElseThrow();
        Way way = Way.of(match.type(), match.attachType(), section);
        String form = way instanceof Way.Named named ? named.target() : "";
        return switch (form) {
            case "INTERFACE" -> "near";
            case "CGROUP" -> cgroup.toString();
            case "CATEGORY/TRACEPOINT" -> "raw_syscalls/sys_enter";
            case "TRACEPOINT" -> "sys_enter";
            case "FREQUENCY" -> "99";
            case "FAMILY/HOOK/PRIORITY" -> "ipv4/local_in/-128";
            case "MAP" -> "sockets";
            case "ROUTE" ->
                    match.type() == ProgramType.LWT_SEG6LOCAL
                            ? "fd00:1::1/128 dev near"
                            : "10.9.9.0/24 dev near";
            case "DEVICE" -> "/dev/null";
            case "FILE:PROVIDER:PROBE" -> machine() + ":hotspot:gc__begin";
            case "FILE:FUNCTION" -> machine() + ":JNI_CreateJavaVM";
            case "FUNCTION" -> section.contains("syscall") ? "getpid" : "do_nanosleep";
            case "", "NAMESPACE", "MAP or CGROUP" -> "";
            default -> throw new IllegalStateException(form);
        };
    }

    private static Path machine() {
        return Path.of(System.getProperty("java.home"), "lib/server/libjvm.so");
    }
}
