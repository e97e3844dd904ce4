package dev.skep.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;

/// What the ahead-of-time cache learns from: the commands that people type most, run once with
/// their output thrown away.
final class WarmUp {
    private WarmUp() {}

    static int run() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        List<List<String>> commands = List.of(List.of("--version"), List.of("--help"));
        commands.forEach(c -> Main.run(nowhere, nowhere, c.toArray(String[]::new)));
        return ExitCode.DONE;
    }
}
