package dev.skep.cli;

import dev.skep.btf.Btf;
import dev.skep.btf.CDeclarations;
import dev.skep.cli.json.Json;
import dev.skep.diag.Diagnostic;
import dev.skep.diag.MalformedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `skep btf dump`.
@Command(
        name = "dump",
        description = "Prints types as C declarations that compile, or one by one.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nFields of --json, one array of objects:%n",
        footer = {
            "  id, kind (INT, PTR, ...), name (may be empty), and what the kind has:",
            "  type         the id of the type that it refers to, 0 for void",
            "  size         bytes; of an INT also bits, bitOffset and encoding (unsigned,",
            "               signed, char or bool)",
            "  index, count of an ARRAY",
            "  members[]    name, type, bitOffset, bitSize (0 if it is no bit field)",
            "  signed, values[] (name, value) of an ENUM or ENUM64",
            "  of           what a FWD announces: struct or union",
            "  linkage      of a FUNC or VAR: static, global or extern",
            "  returns, variadic, parameters[] (name, type) of a FUNC_PROTO",
            "  variables[]  type, offset, size of a DATASEC",
            "  component    of a DECL_TAG: the member or parameter, -1 for the whole",
            "  attribute    of a TYPE_TAG or DECL_TAG: whether it is a plain attribute",
            "%nExit codes: 3 if the file cannot be read, 4 if the kernel refuses.",
            "%nExamples:",
            "  skep btf dump kernel --type task_struct",
            "  skep btf dump --prog firewall --format raw",
            "  skep btf dump 12 --json"
        })
final class BtfDump implements Callable<Integer> {
    /// How types are printed.
    enum Format {
        C,
        RAW
    }

    private final Console console;

    @ArgGroup(multiplicity = "1")
    private BtfSource source;

    @Option(
            names = "--type",
            paramLabel = "NAME",
            description = "print the definitions of this name only")
    private String name;

    @Option(
            names = "--format",
            paramLabel = "c|raw",
            description = "C declarations (the default), or each type in its own line",
            defaultValue = "c")
    private Format format;

    @Option(names = "--json", description = "print JSON")
    private boolean json;

    BtfDump(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Btf btf = source.load();
        return InputFile.named(
                Path.of(source.describe()),
                () -> {
                    print(btf);
                    return ExitCode.DONE;
                });
    }

    private void print(Btf btf) {
        if (json) {
            printJson(btf);
            return;
        }
        switch (format) {
            case C -> console.out().print(name == null ? CDeclarations.all(btf) : definitions(btf));
            case RAW -> {
                BtfGraph graph = new BtfGraph(btf);
                ids(btf).forEach(id -> graph.lines(id).forEach(console.out()::println));
            }
        }
    }

    /// One type a line: a kernel has so many that they had better not be in memory at once.
    private void printJson(Btf btf) {
        BtfGraph graph = new BtfGraph(btf);
        String[] separator = {"[\n"};
        ids(btf).forEach(
                        id -> {
                            console.out().print(separator[0] + Json.line(graph.tree(id)));
                            separator[0] = ",\n";
                        });
        console.out().println("\n]");
    }

    private IntStream ids(Btf btf) {
        return name == null
                ? IntStream.rangeClosed(btf.firstId(), btf.lastId())
                : IntStream.of(found(btf));
    }

    private String definitions(Btf btf) {
        StringBuilder text = new StringBuilder();
        for (int id : found(btf)) {
            text.append(CDeclarations.define(btf, id).strip()).append('\n');
        }
        return text.toString();
    }

    private int[] found(Btf btf) {
        int[] ids = btf.findAll(name).toArray();
        if (ids.length == 0) {
            throw new MalformedException(
                    Diagnostic.of(CliCode.UNKNOWN_NAME, "no type is called " + name)
                            .fix("leave out 'struct' or 'enum'; skep btf dump lists all types"));
        }
        return ids;
    }
}
