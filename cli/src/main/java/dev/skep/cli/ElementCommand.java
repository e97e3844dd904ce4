package dev.skep.cli;

import dev.skep.linux.KernelMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Parameters;

/// Commands about one element of a map in the kernel.
abstract class ElementCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            index = "0",
            paramLabel = "ID|NAME|PIN",
            description = "its id, its name, or the file that it is pinned as (with a slash)")
    private String which;

    @Parameters(index = "1", paramLabel = "KEY", description = "which element")
    private String key;

    ElementCommand(Console console) {
        this.console = console;
    }

    final Console console() {
        return console;
    }

    /// Does it; false if there is no such element.
    abstract boolean found(KernelMap map, byte[] key);

    @Override
    public final Integer call() {
        try (KernelMap map = MapCommand.open(which)) {
            byte[] wanted = new ElementBytes("key", key, key).of(map.definition().keySize());
            if (found(map, wanted)) {
                return ExitCode.DONE;
            }
            console.err().println("the map has no element " + key);
            return ExitCode.KERNEL;
        }
    }
}
