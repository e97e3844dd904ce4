package dev.skep.cli;

import dev.skep.linux.KernelPins;
import dev.skep.linux.KernelSearch;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Commands that give things in the kernel names in a BPF file system.
abstract class PinCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "ID|NAME|PIN",
            description = "its id, its name, or the file that it is pinned as (with a slash)")
    private String which;

    @Parameters(
            index = "1",
            paramLabel = "FILE",
            description = "a new file in a BPF file system, such as /sys/fs/bpf/flows")
    private Path file;

    /// Gives it the name.
    abstract void pin(String which, Path file);

    @Override
    public final Integer call() {
        pin(which, file);
        return ExitCode.DONE;
    }

    /// `skep prog pin`.
    @Command(
            name = "pin",
            description = "Pins a program, so that it stays when its processes end.",
            mixinStandardHelpOptions = true,
            footer = {
                "%nExit codes: 4 if the kernel refuses.",
                "%nExamples:",
                "  skep prog pin firewall /sys/fs/bpf/firewall"
            })
    static final class OfProgram extends PinCommand {
        @Override
        void pin(String which, Path file) {
            KernelPins.pinProgram(KernelSearch.program(which), file);
        }
    }

    /// `skep map pin`.
    @Command(
            name = "pin",
            description = "Pins a map, so that it stays when its processes end.",
            mixinStandardHelpOptions = true,
            footer = {
                "%nExit codes: 4 if the kernel refuses.",
                "%nExamples:",
                "  skep map pin flows /sys/fs/bpf/flows"
            })
    static final class OfMap extends PinCommand {
        @Override
        void pin(String which, Path file) {
            KernelPins.pinMap(KernelSearch.map(which), file);
        }
    }

    /// `skep link pin`.
    @Command(
            name = "pin",
            description = "Pins a link, so that its program stays attached.",
            mixinStandardHelpOptions = true,
            footer = {
                "%nExit codes: 4 if the kernel refuses.",
                "%nExamples:",
                "  skep link pin 12 /sys/fs/bpf/redirect"
            })
    static final class OfLink extends PinCommand {
        @Override
        void pin(String which, Path file) {
            KernelPins.pinLink(KernelSearch.link(which), file);
        }
    }
}
