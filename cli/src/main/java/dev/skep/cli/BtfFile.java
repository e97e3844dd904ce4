package dev.skep.cli;

import dev.skep.btf.Btf;
import dev.skep.diag.Diagnostic;
import dev.skep.diag.MalformedException;
import dev.skep.elf.ElfFile;
import java.io.IOException;
import java.nio.file.Path;

/// Files with BTF in them.
final class BtfFile {
    /// Where a running kernel offers its types.
    static final Path RUNNING_KERNEL = Path.of("/sys/kernel/btf/vmlinux");

    private BtfFile() {}

    /// The file that `source` names: a path, or `kernel` for the running one's types.
    static Path path(String source) {
        return source.equals("kernel") ? RUNNING_KERNEL : Path.of(source);
    }

    /// The BTF of a file, raw or within ELF.
    static Btf load(Path file) throws IOException {
        return InputFile.read(file, BtfFile::parse);
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
