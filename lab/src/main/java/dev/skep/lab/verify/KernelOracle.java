package dev.skep.lab.verify;

import dev.skep.btf.Btf;
import dev.skep.cli.raw.RawEntry;
import dev.skep.isa.InsnEncoder;
import dev.skep.isa.RawInsn;
import dev.skep.linux.KernelVerifier;
import dev.skep.linux.Loader;
import dev.skep.linux.LogDetail;
import dev.skep.program.Program;
import dev.skep.verify.Privilege;
import dev.skep.verify.VerifierOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The running kernel, asked about many programs: maps and types are created once and shared. For
/// one thread; several threads have one each.
public final class KernelOracle implements AutoCloseable {
    private static final Path CPUS = Path.of("/sys/devices/system/cpu/possible");

    private final KernelVerifier kernel = KernelVerifier.open();
    private VerifierOptions options;

    /// Why this process cannot ask the kernel; empty if it can.
    public static Optional<String> obstacle() {
        return KernelVerifier.obstacle();
    }

    /// Why this process cannot ask about programs of a loader without privileges; empty if it can.
    public static Optional<String> unprivilegedObstacle() {
        return KernelVerifier.obstacle(Loader.UNPRIVILEGED);
    }

    /// The verdict on a program of a privileged loader.
    ///
    /// @throws dev.skep.linux.KernelException if a map, the types or the target of the program are
    ///   refused before the verifier sees it
    public KernelAnswer ask(Program program) {
        return ask(program, Privilege.PRIVILEGED);
    }

    /// The verdict on a program.
    ///
    /// @throws dev.skep.linux.KernelException as [#ask(Program)] does
    public KernelAnswer ask(Program program, Privilege privilege) {
        return ask(program, InsnEncoder.raw(program.code()), privilege);
    }

    /// The verdict on a program with `code` in the place of its own.
    ///
    /// @throws dev.skep.linux.KernelException as [#ask(Program)] does
    public KernelAnswer ask(Program program, List<RawInsn> code, Privilege privilege) {
        Loader loader =
                switch (privilege) {
                    case PRIVILEGED -> Loader.PRIVILEGED;
                    case UNPRIVILEGED -> Loader.UNPRIVILEGED;
                };
        return KernelAnswer.of(kernel.verify(program, code, loader, LogDetail.STATISTICS));
    }

    /// The verdict on what a raw line holds; empty if it is no program.
    ///
    /// @throws dev.skep.linux.KernelException as [#ask(Program)] does
    public Optional<KernelAnswer> ask(RawEntry entry) {
        return switch (entry) {
            case RawEntry.Loadable good -> Optional.of(ask(good.program(), good.privilege()));
            case RawEntry.Undecodable bad ->
                    Optional.of(ask(bad.shell(), bad.code(), bad.privilege()));
            case RawEntry.Broken _ -> Optional.empty();
        };
    }

    /// The verifier's whole log of a program, with the state at every instruction.
    ///
    /// @throws dev.skep.linux.KernelException as [#ask(Program)] does
    public String log(Program program) {
        return kernel.verify(program, LogDetail.INSTRUCTIONS).log();
    }

    /// The kernel's types; empty if it does not publish them.
    public Optional<Btf> types() {
        return kernel.kernelTypes();
    }

    /// A verifier with these knows what this kernel knows of itself.
    ///
    /// @throws UncheckedIOException if the kernel does not tell how many CPUs it may have
    public VerifierOptions options() {
        if (options == null) {
            VerifierOptions standard = VerifierOptions.standard().withCpus(cpus());
            options = types().map(standard::withKernel).orElse(standard);
        }
        return options;
    }

    private static int cpus() {
        try {
            String[] numbers = Files.readString(CPUS).strip().split("[-,]");
            return Integer.parseInt(numbers[numbers.length - 1]) + 1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kernel.close();
    }
}
