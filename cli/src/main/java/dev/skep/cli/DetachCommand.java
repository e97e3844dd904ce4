package dev.skep.cli;

import dev.skep.linux.KernelInventory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `skep detach`.
@Command(
        name = "detach",
        description = "Detaches programs from the Linux kernel that attach --pin left there.",
        mixinStandardHelpOptions = true,
        footer = {
            "%nA link that is pinned ends when its file is removed and nobody else holds it.",
            "With --link it ends at once, whoever holds it; not every kind of link can.",
            "%nExit codes: 4 if the kernel refuses.",
            "%nExamples:",
            "  skep detach /sys/fs/bpf/redirect",
            "  skep detach --link 12"
        })
final class DetachCommand implements Callable<Integer> {
    /// Files of links, or ids.
    static final class Wanted {
        @Parameters(arity = "1..*", paramLabel = "PIN", description = "the files of pinned links")
        private List<Path> pins = List.of();

        @Option(
                names = "--link",
                arity = "1..*",
                paramLabel = "ID",
                description = "the ids of links: skep link list")
        private List<Integer> links = List.of();
    }

    private final Console console;

    @ArgGroup(multiplicity = "1")
    private Wanted wanted;

    DetachCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        for (Path pin : wanted.pins) {
            KernelInventory.demandLink(pin);
            Files.delete(pin);
            console.out().println(pin + " is no longer pinned");
        }
        for (int link : wanted.links) {
            KernelInventory.detach(link);
            console.out().println("link " + link + " is detached");
        }
        return ExitCode.DONE;
    }
}
