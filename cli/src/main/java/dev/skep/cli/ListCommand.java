package dev.skep.cli;

import dev.skep.cli.json.Json;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/// A command that lists what is in the kernel: as a table, or as one array of objects.
abstract class ListCommand<T> implements Callable<Integer> {
    private final Console console;

    @Option(names = "--json", description = "print JSON")
    private boolean json;

    ListCommand(Console console) {
        this.console = console;
    }

    /// What there is.
    abstract List<T> elements();

    /// The table with its head, without rows.
    abstract Table table();

    /// Adds a row.
    abstract void row(Table table, T element);

    /// The fields of an object.
    abstract Map<String, Object> tree(T element);

    @Override
    public final Integer call() {
        List<T> elements = elements();
        if (json) {
            Json.print(console.out(), elements.stream().map(this::tree).toList());
        } else {
            Table table = table();
            elements.forEach(element -> row(table, element));
            table.lines("").forEach(console.out()::println);
        }
        return ExitCode.DONE;
    }
}
