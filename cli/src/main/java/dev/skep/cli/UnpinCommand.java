package dev.skep.cli;

import dev.skep.linux.KernelPins;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Commands that take the names of things in the kernel away.
abstract class UnpinCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PIN", description = "the file that it is pinned as")
    private Path file;

    /// Takes the name away.
    abstract void unpin(Path file);

    @Override
    public final Integer call() {
        unpin(file);
        return ExitCode.DONE;
    }

    /// `skep prog unpin`.
    @Command(
            name = "unpin",
            description = "Removes the file of a pinned program; it goes if nobody else keeps it.",
            mixinStandardHelpOptions = true,
            footer = "%nExit codes: 4 if the file is no pinned program, or the kernel refuses.")
    static final class OfProgram extends UnpinCommand {
        @Override
        void unpin(Path file) {
            KernelPins.unpinProgram(file);
        }
    }

    /// `skep map unpin`.
    @Command(
            name = "unpin",
            description = "Removes the file of a pinned map; it goes if nobody else keeps it.",
            mixinStandardHelpOptions = true,
            footer = "%nExit codes: 4 if the file is no pinned map, or the kernel refuses.")
    static final class OfMap extends UnpinCommand {
        @Override
        void unpin(Path file) {
            KernelPins.unpinMap(file);
        }
    }

    /// `skep link unpin`.
    @Command(
            name = "unpin",
            description = "Removes the file of a pinned link, which ends if nobody else keeps it.",
            mixinStandardHelpOptions = true,
            footer = "%nExit codes: 4 if the file is no pinned link, or the kernel refuses.")
    static final class OfLink extends UnpinCommand {
        @Override
        void unpin(Path file) {
            KernelPins.unpinLink(file);
        }
    }
}
