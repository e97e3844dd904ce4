package dev.skep.cli;

import dev.skep.cli.json.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// A command that shows one thing in the kernel: line by line, or as one object.
abstract class ShowCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            paramLabel = "ID|NAME|PIN",
            description = "its id, its name, or the file that it is pinned as (with a slash)")
    private String which;

    @Option(names = "--json", description = "print JSON")
    private boolean json;

    ShowCommand(Console console) {
        this.console = console;
    }

    /// All about it.
    abstract Facts facts(String which);

    @Override
    public final Integer call() {
        Facts facts = facts(which);
        if (json) {
            Json.print(console.out(), facts.tree());
        } else {
            facts.lines().forEach(console.out()::println);
        }
        return ExitCode.DONE;
    }
}
