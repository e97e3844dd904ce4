package dev.skep.cli;

import dev.skep.cli.json.Json;
import dev.skep.object.BpfObject;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `skep inspect`.
@Command(
        name = "inspect",
        description = "Shows what an object holds: programs, maps, globals, types, relocations.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nFields of --json:%n",
        footer = {
            "  file, byteOrder, license, kernelVersion",
            "  programs[]     name, section, type, attachType, offset, instructions, source,",
            "                 btfId",
            "  subprograms[]  name, section, binding, offset, instructions, source, btfId",
            "  maps[]         name, type, keySize, valueSize, maxEntries, flags, extra, keyType,",
            "                 valueType, pinning, inner (a map, or null), slots[] (index, target)",
            "  structs[]      name, section, type, functions (an object: a program for each",
            "                 member)",
            "  globals[]      map, name, offset, size, type, value, readOnly",
            "  externs[]      name, kind, weak, type",
            "  btf            types, firstId, lastId; null without BTF",
            "  relocations[]  section, offset, function, slot, type, symbol, meaning",
            "  core[]         function, slot, kind, spec, localValue, targetValue, reason",
            "                 (only with --btf)",
            "  remarks[]      text",
            "What is unknown is null; a type is its C name; sizes and offsets are bytes;",
            "slots are instruction indices. A program's type is the kernel's short name,",
            "such as xdp."
        })
final class InspectCommand implements Callable<Integer> {
    private final Console console;

    @Mixin private ObjectFile object;

    @Mixin private TargetKernel target;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    InspectCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        BpfObject read = object.read();
        ObjectView view =
                new ObjectView(object.path.toString(), read, target.resolve(object.path, read));
        if (json) {
            Json.print(console.out(), InputFile.named(object.path, view::tree));
        } else {
            InputFile.named(object.path, new ObjectPage(console, view)::lines)
                    .forEach(console.out()::println);
        }
        return ExitCode.DONE;
    }
}
