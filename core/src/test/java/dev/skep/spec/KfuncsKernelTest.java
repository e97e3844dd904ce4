package dev.skep.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// Holds the table of kernel functions to what the running kernel says of them.
class KfuncsKernelTest {
    private final Kernel kernel = Kernel.require();
    private final Btf types = types();

    @Test
    void functionsAreOfferedToTheProgramTypesOfTheirRows() {
        List<String> differences = new ArrayList<>();
        int asked = 0;
        for (ProgramType type : KernelTest.loadable()) {
            for (AttachType attach : KernelTest.attachTypes(type)) {
                for (Kfunc kfunc : Kfuncs.all()) {
                    String log = call(kfunc, type, attach);
                    if (!log.isEmpty() && !kfunc.has(Kfunc.Flag.DEVICE_BOUND)) {
                        asked++;
                        if (log.contains("is not allowed") == Kfuncs.allowed(kfunc, type, attach)) {
                            differences.add(type + " " + attach + " " + kfunc.name());
                        }
                    }
                }
            }
        }
        assertTrue(asked > 5_000, "asked " + asked);
        assertEquals(List.of(), differences);
    }

    @Test
    void flagsAreThoseThatRefusalsTellOf() {
        List<String> differences = new ArrayList<>();
        for (Kfunc kfunc : Kfuncs.all()) {
            for (ProgramType type : EnumSet.of(ProgramType.SCHED_CLS, ProgramType.TRACEPOINT)) {
                String log = call(kfunc, type, AttachType.CGROUP_INET_INGRESS);
                if (log.contains("must be sleepable") && !kfunc.has(Kfunc.Flag.SLEEPABLE)
                        || log.contains("passed to trusted arg") && !wantsTrust(kfunc)
                        || log.contains("Unreleased reference") && !kfunc.has(Kfunc.Flag.ACQUIRE)
                        || log.contains("require device-bound")
                                != kfunc.has(Kfunc.Flag.DEVICE_BOUND)) {
                    differences.add(type + " " + kfunc.name() + ": " + log);
                }
            }
        }
        assertEquals(List.of(), differences);
    }

    @Test
    void argumentsAreThoseOfTheKernelsTypes() {
        int compared = 0;
        for (Kfunc kfunc : Kfuncs.all()) {
            OptionalInt id = types.find(BtfKind.FUNC, kfunc.name());
            if (id.isPresent()
                    && types.type(id.getAsInt()) instanceof BtfType.Function function
                    && types.type(function.prototype()) instanceof BtfType.Prototype prototype) {
                assertEquals(prototype.parameters().size(), kfunc.arguments().size(), kfunc.name());
                assertEquals(
                        prototype.result() == 0,
                        kfunc.result().kind() == KfuncKind.VOID,
                        kfunc.name());
                compared++;
            }
        }
        assertTrue(compared > 100, "compared " + compared);
    }

    private static boolean wantsTrust(Kfunc kfunc) {
        return kfunc.has(Kfunc.Flag.TRUSTED_ARGS)
                || kfunc.has(Kfunc.Flag.RCU)
                || kfunc.has(Kfunc.Flag.RELEASE);
    }

    /// What the kernel says to a call with nothing but zeros; empty where it has no such function.
    private String call(Kfunc kfunc, ProgramType type, AttachType attach) {
        OptionalInt id = types.find(BtfKind.FUNC, kfunc.name());
        if (id.isEmpty()) {
            return "";
        }
        List<Long> start = new ArrayList<>();
        for (long register = 1; register <= 5; register++) {
            start.add(0xb7 | register << 8);
        }
        start.add(0x2085 | (long) id.getAsInt() << 32);
        return kernel.load(type, attach, KernelTest.code(start, 1)).log();
    }

    private static Btf types() {
        Path vmlinux = Path.of("/sys/kernel/btf/vmlinux");
        assumeTrue(Files.isReadable(vmlinux), "this kernel does not show its types");
        try {
            return Btf.parse(Files.readAllBytes(vmlinux));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
