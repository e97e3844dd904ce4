package dev.skep.cli;

import dev.skep.object.BpfObject;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/// The argument that names an object file, for every command that reads one.
final class ObjectFile {
    @Parameters(
            paramLabel = "OBJECT",
            description = "an eBPF object file, as clang -target bpf -c makes them")
    Path path;

    BpfObject read() throws IOException {
        return InputFile.read(path, BpfObject::read);
    }
}
