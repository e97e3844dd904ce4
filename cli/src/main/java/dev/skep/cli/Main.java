package dev.skep.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/// Where the command starts.
public final class Main {
    private Main() {}

    /// Runs the command line and exits with its [ExitCode]. One verb is for the launcher alone,
    /// which calls it when it builds.
    public static void main(String[] args) {
        // Unlike System.out this one is buffered and does not depend on the locale.
        PrintStream out =
                new PrintStream(
                        new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        PrintStream err =
                new PrintStream(
                        new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        int code =
                args.length == 2 && args[0].equals("--warm-up")
                        ? WarmUp.run(args[1])
                        : run(new Console(out, err), args);
        out.flush();
        System.exit(code);
    }

    /// Runs one command line within this process, without colours.
    ///
    /// @param out where results go
    /// @param err where diagnostics and progress go
    /// @return the exit code
    public static int run(PrintStream out, PrintStream err, String... args) {
        return run(Console.plain(out, err), args);
    }

    private static int run(Console console, String... args) {
        CommandLine commandLine = new CommandLine(new SkepCommand(), new Wiring(console));
        Commands.addTo(commandLine, args);
        giveVersion(commandLine);
        commandLine.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
        commandLine.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
        commandLine.setColorScheme(console.colours());
        commandLine.setUsageHelpAutoWidth(true);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setParameterExceptionHandler(new UsageHandler());
        commandLine.setExecutionExceptionHandler(new FailureHandler(console));
        return commandLine.execute(args);
    }

    /// `skep run --version` answers too.
    private static void giveVersion(CommandLine commandLine) {
        commandLine.getCommandSpec().versionProvider(new Version());
        commandLine.getSubcommands().values().forEach(Main::giveVersion);
    }
}
