package dev.skep.cli;

import dev.skep.btf.Btf;
import dev.skep.linux.KernelSearch;
import dev.skep.linux.KernelTypeGraphs;
import java.io.IOException;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Where types are: in a file, or in the running kernel.
final class BtfSource {
    @Parameters(
            paramLabel = "FILE|kernel|ID",
            description =
                    "raw BTF, an ELF file with a .BTF section, the running kernel's types, or the id of a type graph in it (btf list)")
    private String source;

    @Option(
            names = "--prog",
            paramLabel = "ID|NAME|PIN",
            description = "the types of a program in the kernel")
    private String program;

    @Option(
            names = "--map",
            paramLabel = "ID|NAME|PIN",
            description = "the types of a map in the kernel")
    private String map;

    @Option(
            names = "--module",
            paramLabel = "NAME",
            description = "the types of a kernel module, without the kernel's own")
    private String module;

    /// Reads them.
    Btf load() throws IOException {
        if (program != null) {
            return KernelTypeGraphs.read(KernelTypeGraphs.ofProgram(KernelSearch.program(program)));
        }
        if (map != null) {
            return KernelTypeGraphs.read(KernelTypeGraphs.ofMap(KernelSearch.map(map)));
        }
        if (module != null) {
            return KernelTypeGraphs.read(KernelSearch.types(module));
        }
        return source.matches("[0-9]{1,9}")
                ? KernelTypeGraphs.read(KernelSearch.types(source))
                : BtfFile.load(BtfFile.path(source));
    }

    /// What messages call it.
    String describe() {
        if (program != null) {
            return "the types of program " + program;
        }
        if (map != null) {
            return "the types of map " + map;
        }
        return module != null ? "the types of module " + module : source;
    }
}
