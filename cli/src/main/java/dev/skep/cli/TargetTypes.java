package dev.skep.cli;

import dev.skep.btf.Btf;
import dev.skep.diag.Diagnostic;
import dev.skep.diag.MalformedException;
import dev.skep.elf.ElfFile;
import dev.skep.object.BpfObject;
import dev.skep.object.CoreResolution;
import dev.skep.object.CoreTarget;
import dev.skep.object.LinkOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The option that names the types which CO-RE relocations are resolved against.
final class TargetTypes {
    /// Where a running kernel offers its types.
    private static final Path RUNNING_KERNEL = Path.of("/sys/kernel/btf/vmlinux");

    @Option(
            names = "--btf",
            paramLabel = "FILE|kernel|own",
            description =
                    "resolve CO-RE relocations against the BTF in FILE (raw, or the .BTF section of"
                            + " an ELF file), the running kernel's, or the object's own")
    private String source;

    /// What was asked for; empty without the option.
    Optional<CoreTarget> target() throws IOException {
        if (source == null) {
            return Optional.empty();
        }
        return Optional.of(
                switch (source) {
                    case "own" -> new CoreTarget.OwnTypes();
                    default -> new CoreTarget.Types(load(path(source)));
                });
    }

    /// What becomes of the object's CO-RE relocations; empty without the option.
    Optional<List<CoreResolution>> resolve(Path file, BpfObject object) throws IOException {
        return target().map(
                        t ->
                                InputFile.named(
                                        file,
                                        () ->
                                                object.link(LinkOptions.standard().withTarget(t))
                                                        .core()));
    }

    /// The file that `source` names: a path, or `kernel` for the running one's types.
    static Path path(String source) {
        return source.equals("kernel") ? RUNNING_KERNEL : Path.of(source);
    }

    /// The BTF of a file, raw or within ELF.
    static Btf load(Path file) throws IOException {
        return InputFile.read(file, TargetTypes::parse);
    }

    private static Btf parse(byte[] bytes) {
        boolean elf = bytes.length >= 4 && bytes[0] == 0x7f && bytes[1] == 'E';
        if (!elf) {
            return Btf.parse(bytes);
        }
        return ElfFile.parse(bytes)
                .section(".BTF")
                .map(section -> Btf.parse(section.contents()))
                .orElseThrow(
                        () ->
                                new MalformedException(
                                        Diagnostic.of(
                                                        CliCode.NO_BTF,
                                                        "the object has no .BTF section")
                                                .fix("compile it with -g")));
    }
}
