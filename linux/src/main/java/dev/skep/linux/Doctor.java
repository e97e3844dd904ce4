package dev.skep.linux;

import dev.skep.asm.Assembler;
import dev.skep.program.Program;
import dev.skep.spec.AttachType;
import dev.skep.spec.ProgramType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Looks at what this machine allows, and why not. It changes nothing.
public final class Doctor {
    private static final Path COMPILER = Path.of("/proc/sys/net/core/bpf_jit_enable");
    private static final Path LOCKDOWN = Path.of("/sys/kernel/security/lockdown");
    private static final Path MODULES = Path.of("/sys/kernel/security/lsm");
    private static final Path PROBES = Path.of("/sys/bus/event_source/devices");
    private static final Path MOUNTS = Path.of("/proc/thread-self/mounts");

    private Doctor() {}

    /// What was found, the most important first. If the first one is missing, it is the only one.
    public static List<Checkup> examine() {
        Optional<String> obstacle = KernelHost.obstacle();
        if (obstacle.isPresent()) {
            return List.of(
                    new Checkup(
                            "bpf(2)",
                            Checkup.State.MISSING,
                            obstacle.get(),
                            KernelVerifier.REMEDY));
        }
        List<Checkup> found = new ArrayList<>();
        RunningKernel kernel = new RunningKernel();
        found.add(Checkup.good("bpf(2)", "programs can be loaded into Linux " + kernel.release()));
        found.add(rights());
        found.add(types(kernel));
        found.add(compiler());
        found.add(mount("bpf", "pinning", "/sys/fs/bpf", "mount -t bpf bpf /sys/fs/bpf"));
        found.add(
                mount(
                        "tracefs",
                        "tracepoints",
                        "/sys/kernel/tracing",
                        "mount -t tracefs tracefs /sys/kernel/tracing"));
        found.add(
                mount(
                        "cgroup2",
                        "control groups",
                        "/sys/fs/cgroup",
                        "mount -t cgroup2 none /sys/fs/cgroup"));
        found.add(probes("kprobe", "probes in the kernel"));
        found.add(probes("uprobe", "probes in processes"));
        found.add(functions(kernel));
        found.add(unprivileged());
        securityModule().ifPresent(found::add);
        lockdown().ifPresent(found::add);
        return found;
    }

    private static Checkup rights() {
        List<String> missing = Rights.missing();
        return missing.isEmpty()
                ? Checkup.good("rights", "this user has every capability that it takes")
                : Checkup.limited(
                        "rights",
                        "this user is without " + String.join(", ", missing),
                        "run as root, or with these capabilities");
    }

    private static Checkup types(RunningKernel kernel) {
        return kernel.types().isPresent()
                ? Checkup.good("kernel types", "/sys/kernel/btf/vmlinux is there: CO-RE works")
                : Checkup.limited(
                        "kernel types",
                        "the kernel does not publish its types",
                        "use a kernel that is built with CONFIG_DEBUG_INFO_BTF, or give --btf FILE");
    }

    private static Checkup compiler() {
        String value = read(COMPILER);
        return value.equals("0")
                ? Checkup.limited(
                        "compiler",
                        "the kernel interprets programs",
                        "sysctl net.core.bpf_jit_enable=1")
                : Checkup.good(
                        "compiler",
                        value.isEmpty()
                                ? "nothing is said about it"
                                : "programs become machine code");
    }

    private static Checkup mount(String type, String name, String usual, String remedy) {
        Optional<String> place =
                lines(MOUNTS).stream()
                        .map(line -> line.split(" "))
                        .filter(cells -> cells.length > 2 && cells[2].equals(type))
                        .map(cells -> cells[1])
                        .findFirst();
        return place.map(at -> Checkup.good(name, type + " is mounted at " + at))
                .orElseGet(
                        () ->
                                Checkup.limited(
                                        name,
                                        "%s is not mounted (usually %s)".formatted(type, usual),
                                        remedy));
    }

    private static Checkup probes(String kind, String name) {
        return Files.isReadable(PROBES.resolve(kind).resolve("type"))
                ? Checkup.good(name, "the kernel has " + kind + "s")
                : Checkup.limited(
                        name,
                        "the kernel has no " + kind + "s",
                        "use one that is built with CONFIG_KPROBE_EVENTS and CONFIG_UPROBE_EVENTS");
    }

    /// Whether entries and exits of kernel functions may be observed.
    private static Checkup functions(RunningKernel kernel) {
        String name = "fentry and fexit";
        if (kernel.types().isEmpty()) {
            return Checkup.limited(name, "they need the kernel's types", "see kernel types");
        }
        Program program =
                Program.of("probe", ProgramType.TRACING, Assembler.assemble("r0 = 0\nexit"))
                        .as(
                                ProgramType.TRACING,
                                AttachType.TRACE_FENTRY.id(),
                                0,
                                "bpf_fentry_test1");
        try (KernelHost host = KernelHost.open()) {
            host.load(program, List.of()).close();
            return Checkup.good(name, "such programs can be loaded");
        } catch (KernelException e) {
            return Checkup.limited(
                    name,
                    "such programs are refused: " + e.diagnostic().message(),
                    "use tracepoints, or a kernel with CONFIG_FUNCTION_TRACER that allows them");
        }
    }

    private static Checkup unprivileged() {
        String value = Rights.unprivileged();
        return Checkup.good(
                "other users",
                value.equals("0")
                        ? "users without capabilities may load socket filters"
                        : "users without capabilities may load nothing");
    }

    /// Programs for hooks of security modules are loaded without it, and never called.
    private static Optional<Checkup> securityModule() {
        String modules = read(MODULES);
        return modules.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        List.of(modules.split(",")).contains("bpf")
                                ? Checkup.good("security hooks", "programs are asked")
                                : Checkup.limited(
                                        "security hooks",
                                        "programs are not asked: lsm=" + modules,
                                        "start the kernel with bpf in its list lsm="));
    }

    private static Optional<Checkup> lockdown() {
        String value = read(LOCKDOWN);
        return value.isEmpty() || value.contains("[none]")
                ? Optional.empty()
                : Optional.of(
                        Checkup.limited(
                                "lockdown",
                                "the kernel is locked down: " + value,
                                "programs cannot read the kernel's memory; start it without"
                                        + " lockdown= if they must"));
    }

    private static String read(Path file) {
        return String.join(" ", lines(file)).strip();
    }

    /// Nothing where the file cannot be read: that is a finding, too.
    private static List<String> lines(Path file) {
        try {
            return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException _) {
            return List.of();
        }
    }
}
