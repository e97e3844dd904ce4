package dev.skep.cli;

import dev.skep.btf.Btf;
import dev.skep.object.BpfObject;
import dev.skep.object.CoreResolution;
import dev.skep.object.CoreTarget;
import dev.skep.object.KernelSymbols;
import dev.skep.object.LinkOptions;
import dev.skep.verify.VerifierOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The options that say what kernel a program is linked for: its types and its configuration.
final class TargetKernel {
    @Option(
            names = "--btf",
            paramLabel = "FILE|kernel|own",
            description =
                    "resolve CO-RE relocations against the BTF in FILE (raw, or the .BTF section of"
                            + " an ELF file), the running kernel's, or the object's own")
    private String source;

    @Option(
            names = "--kconfig",
            paramLabel = "NAME=VALUE",
            description =
                    "the value of a kernel configuration option that the object asks for:"
                            + " CONFIG_HZ=250, LINUX_KERNEL_VERSION=0x60c00; without it this"
                            + " machine's, and Linux 6.18")
    private Map<String, String> kconfig = new LinkedHashMap<>();

    private Optional<Btf> loaded;

    /// What the object is linked for. Without `--btf` nothing is known of the kernel's types.
    LinkOptions linkOptions(BpfObject object) throws IOException {
        return LinkOptions.standard()
                .withTarget(target().orElse(new CoreTarget.Unknown()))
                .withKconfig(KernelConfig.of(object, kconfig));
    }

    /// The same for the verifier: without `--btf` the running kernel's types, if the object needs
    /// any; where they cannot be read, its own. Kernel functions exist if somebody may provide
    /// them.
    LinkOptions verifierOptions(BpfObject object) throws IOException {
        Optional<Btf> kernel = object.adapts() ? kernel() : Optional.empty();
        return LinkOptions.standard()
                .withKconfig(KernelConfig.of(object, kconfig))
                .withTarget(
                        kernel.<CoreTarget>map(CoreTarget.Types::new)
                                .orElse(new CoreTarget.OwnTypes()))
                .withSymbols(new AssumedSymbols(this::symbols, KernelNeeds.dispensable(object)));
    }

    /// The kernel's functions and variables; empty where its types are not known.
    Optional<KernelSymbols> symbols() {
        return kernel().map(KernelSymbols::of);
    }

    /// The kernel's types for the verifier: those that `--btf` names, else the running kernel's;
    /// empty where there are none. Read once.
    ///
    /// @throws UncheckedIOException if they cannot be read
    synchronized Optional<Btf> kernel() {
        if (loaded == null) {
            boolean own = "own".equals(source);
            boolean absent = source == null && !Files.isReadable(BtfFile.RUNNING_KERNEL);
            loaded = own || absent ? Optional.empty() : Optional.of(load());
        }
        return loaded;
    }

    private Btf load() {
        try {
            return BtfFile.load(BtfFile.path(source == null ? "kernel" : source));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// How many CPUs the kernel may have: as many as the running one, unless the types are
    /// another's.
    int cpus() {
        boolean running = source == null || source.equals("kernel");
        return running ? PossibleCpus.ofRunningKernel() : VerifierOptions.MOST_CPUS;
    }

    /// Reads the types now if they are named, so that a wrong name ends the command.
    void demand() {
        if (source != null) {
            kernel();
        }
    }

    /// What becomes of the object's CO-RE relocations; empty without `--btf`.
    Optional<List<CoreResolution>> resolve(Path file, BpfObject object) throws IOException {
        if (source == null) {
            return Optional.empty();
        }
        LinkOptions options = linkOptions(object);
        return Optional.of(InputFile.named(file, () -> object.link(options).core()));
    }

    private Optional<CoreTarget> target() {
        if (source == null) {
            return Optional.empty();
        }
        return source.equals("own")
                ? Optional.of(new CoreTarget.OwnTypes())
                : kernel().map(CoreTarget.Types::new);
    }
}
