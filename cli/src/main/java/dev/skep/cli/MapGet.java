package dev.skep.cli;

import dev.skep.cli.json.Json;
import dev.skep.linux.KernelMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `skep map get`.
@Command(
        name = "get",
        description = "Prints one element of a map, in its types where it has some.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nFields of --json, one object; null if there is no such element:%n",
        footer = {
            "  key, value (values for per-CPU maps), in their types, else hexadecimal",
            "%nKEY is written as for skep run --map-set.",
            "%nExit codes: 4 if there is no such element, or the kernel refuses.",
            "%nExamples:",
            "  skep map get flows 7",
            "  skep map get /sys/fs/bpf/blocklist 32+203.0.113.7 --json"
        })
final class MapGet extends ElementCommand {
    @Option(names = "--json", description = "print JSON")
    private boolean json;

    MapGet(Console console) {
        super(console);
    }

    @Override
    boolean found(KernelMap map, byte[] key) {
        MapContents.Found found = new MapContents(map, Integer.MAX_VALUE).find(key);
        if (json) {
            Json.print(console().out(), found.tree());
        } else {
            found.lines().forEach(console().out()::println);
        }
        return found.there();
    }
}
