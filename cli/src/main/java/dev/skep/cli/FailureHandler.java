package dev.skep.cli;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.HostException;
import dev.skep.diag.LinkException;
import dev.skep.diag.MalformedException;
import dev.skep.diag.SkepException;
import dev.skep.diag.TrapException;
import dev.skep.linux.KernelCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/// Turns whatever ended a command into one diagnostic and an exit code.
final class FailureHandler implements IExecutionExceptionHandler {
    private final Console console;

    FailureHandler(Console console) {
        this.console = console;
    }

    @Override
    public int handleExecutionException(
            Exception exception, CommandLine command, ParseResult parse) {
        return switch (exception) {
            case SkepException known -> {
                console.refuse(known.diagnostic());
                yield exitCode(known);
            }
            case UncheckedIOException io -> unreadable(io.getCause());
            case IOException io -> unreadable(io);
            default -> {
                console.err()
                        .println(
                                CliCode.DEFECT.id()
                                        + ": "
                                        + CliCode.DEFECT.title()
                                        + "; please report it with this trace");
                exception.printStackTrace(console.err());
                yield ExitCode.DEFECT;
            }
        };
    }

    private int unreadable(IOException exception) {
        console.refuse(Diagnostic.of(CliCode.FILE, FileProblem.describe(exception)));
        return ExitCode.INPUT;
    }

    private static int exitCode(SkepException exception) {
        return switch (exception) {
            case MalformedException _, LinkException _ -> ExitCode.INPUT;
            case TrapException _ -> ExitCode.REJECTED;
            case HostException host ->
                    host.diagnostic().code() instanceof KernelCode
                            ? ExitCode.KERNEL
                            : ExitCode.REJECTED;
        };
    }
}
