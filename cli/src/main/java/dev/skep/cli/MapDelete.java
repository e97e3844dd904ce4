package dev.skep.cli;

import dev.skep.linux.KernelMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `skep map delete`.
@Command(
        name = "delete",
        description = "Takes an element out of a map.",
        mixinStandardHelpOptions = true,
        footer = {
            "%nKEY is written as for skep run --map-set.",
            "%nExit codes: 4 if there is no such element, or the kernel refuses: elements of",
            "arrays stay.",
            "%nExamples:",
            "  skep map delete /sys/fs/bpf/blocklist 24+203.0.113.0"
        })
final class MapDelete implements Callable<Integer> {
    private final Console console;

    @Parameters(
            index = "0",
            paramLabel = "ID|NAME|PIN",
            description = "its id, its name, or the file that it is pinned as (with a slash)")
    private String which;

    @Parameters(index = "1", paramLabel = "KEY", description = "which element")
    private String key;

    MapDelete(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (KernelMap map = MapCommand.open(which)) {
            byte[] wanted = new ElementBytes("key", key, key).of(map.definition().keySize());
            if (map.delete(wanted)) {
                return ExitCode.DONE;
            }
        }
        console.err().println("the map has no element " + key);
        return ExitCode.KERNEL;
    }
}
