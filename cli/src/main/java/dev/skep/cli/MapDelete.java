package dev.skep.cli;

import dev.skep.linux.KernelMap;
import picocli.CommandLine.Command;

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
final class MapDelete extends ElementCommand {
    MapDelete(Console console) {
        super(console);
    }

    @Override
    boolean found(KernelMap map, byte[] key) {
        return map.delete(key);
    }
}
