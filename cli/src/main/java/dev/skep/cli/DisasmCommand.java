package dev.skep.cli;

import dev.skep.asm.Dialect;
import dev.skep.asm.Printer;
import dev.skep.cli.json.Json;
import dev.skep.object.BpfObject;
import dev.skep.object.LinkOptions;
import dev.skep.object.ObjectFunction;
import dev.skep.object.ObjectRelocation;
import dev.skep.program.Program;
import dev.skep.program.Subprogram;
import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `skep disasm`.
@Command(
        name = "disasm",
        description = "Prints the instructions of an object with their source lines.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nFields of --json:%n",
        footer = {
            "  file, linked (true or false)",
            "  functions[]  name, section, type, offset (bytes, null when linked)",
            "    insns[]    slot, bytes (hex), text, source (file:line), sourceText, remark",
            "Slots count 8-byte instructions from the start of the function or linked",
            "program."
        })
final class DisasmCommand implements Callable<Integer> {
    private final Console console;

    @Mixin private ObjectFile object;

    @Mixin private TargetKernel target;

    @Option(
            names = "--prog",
            paramLabel = "NAME",
            description = "only this function, or the functions of this section")
    private String name;

    @Option(
            names = "--linked",
            description = "programs as they are loaded: subprograms appended, maps resolved")
    private boolean linked;

    @Option(
            names = "--dialect",
            paramLabel = "common|llvm|llvm_v3|kernel",
            description =
                    "the spelling: ours, llvm-objdump's (also with --mcpu=v3), or the verifier log's",
            defaultValue = "common")
    private Dialect dialect;

    @Option(names = "--bytes", description = "print the bytes of each instruction too")
    private boolean bytes;

    @Option(names = "--no-source", description = "leave out source lines")
    private boolean noSource;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    DisasmCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        BpfObject read = object.read();
        LinkOptions options = linked ? target.linkOptions(read) : LinkOptions.standard();
        List<Listing> listings =
                InputFile.named(
                        object.path, () -> linked ? programs(read, options) : functions(read));
        if (json) {
            printJson(listings);
        } else {
            listings.forEach(this::print);
        }
        return ExitCode.DONE;
    }

    private void printJson(List<Listing> listings) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("file", object.path.toString());
        tree.put("linked", linked);
        tree.put("functions", listings.stream().map(Listing::tree).toList());
        Json.print(console.out(), tree);
    }

    private void print(Listing listing) {
        console.out().println(console.styled("bold", listing.title()));
        listing.text(bytes, !noSource).forEach(console.out()::println);
        console.out().println();
    }

    private List<Listing> functions(BpfObject read) {
        List<ObjectFunction> all =
                Stream.concat(read.programs().stream(), read.subprograms().stream())
                        .sorted(
                                Comparator.comparing(ObjectFunction::section)
                                        .thenComparing(ObjectFunction::offset))
                        .toList();
        if (name != null) {
            List<ObjectFunction> chosen =
                    all.stream()
                            .filter(f -> f.name().equals(name) || f.section().equals(name))
                            .toList();
            all = chosen.isEmpty() ? List.of(read.program(name)) : chosen;
        }
        return all.stream().map(f -> listing(f, read.relocations())).toList();
    }

    private Listing listing(ObjectFunction function, List<ObjectRelocation> relocations) {
        Map<Integer, String> remarks =
                relocations.stream()
                        .filter(r -> r.slot() >= 0)
                        .filter(r -> r.function().equals(function.name()))
                        .filter(r -> r.section().equals(function.section()))
                        .collect(
                                Collectors.toMap(
                                        ObjectRelocation::slot,
                                        ObjectRelocation::meaning,
                                        (a, b) -> a + "; " + b));
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("name", function.name());
        about.put("section", function.section());
        about.put("type", function.type().map(t -> t.shortName()).orElse(null));
        about.put("offset", function.offset());
        return new Listing(
                function.name() + " (section " + function.section() + "):",
                about,
                function.code(),
                function.lines(),
                remarks,
                printer());
    }

    private List<Listing> programs(BpfObject read, LinkOptions options) {
        Set<String> names = name == null ? Set.of() : Set.of(read.program(name).name());
        return read.link(options.withPrograms(names)).programs().stream()
                .map(this::listing)
                .toList();
    }

    private Listing listing(Program program) {
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("name", program.name());
        about.put("section", program.section());
        about.put("type", program.type() == null ? null : program.type().shortName());
        about.put("offset", null);
        Map<Integer, String> remarks =
                program.subprograms().stream()
                        .collect(Collectors.toMap(Subprogram::start, s -> s.name() + ":"));
        return new Listing(
                program.name() + " (section " + program.section() + ", linked):",
                about,
                program.code(),
                program.lines(),
                remarks,
                printer());
    }

    private Printer printer() {
        return new Printer(dialect, Names.helpers());
    }
}
