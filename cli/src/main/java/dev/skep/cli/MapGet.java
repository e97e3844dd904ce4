package dev.skep.cli;

import dev.skep.cli.json.Json;
import dev.skep.linux.KernelMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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
final class MapGet implements Callable<Integer> {
    private final Console console;

    @Parameters(
            index = "0",
            paramLabel = "ID|NAME|PIN",
            description = "its id, its name, or the file that it is pinned as (with a slash)")
    private String which;

    @Parameters(index = "1", paramLabel = "KEY", description = "which element")
    private String key;

    @Option(names = "--json", description = "print JSON")
    private boolean json;

    MapGet(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (KernelMap map = MapCommand.open(which)) {
            byte[] wanted = new ElementBytes("key", key, key).of(map.definition().keySize());
            MapContents.Found found = new MapContents(map, Integer.MAX_VALUE).find(wanted);
            if (json) {
                Json.print(console.out(), found.tree());
            } else if (found.there()) {
                found.lines().forEach(console.out()::println);
            } else {
                console.err().println("the map has no element " + key);
            }
            return found.there() ? ExitCode.DONE : ExitCode.KERNEL;
        }
    }
}
