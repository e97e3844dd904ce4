package dev.skep.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Prints what is wrong with the command line, and what was perhaps meant.
final class UsageHandler implements IParameterExceptionHandler {
    @Override
    public int handleParseException(ParameterException exception, String[] args) {
        CommandLine command = exception.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(command.getColorScheme().errorText("U001: " + exception.getMessage()));
        UnmatchedArgumentException.printSuggestions(exception, err);
        err.println("  fix: see '" + command.getCommandSpec().qualifiedName() + " --help'");
        return ExitCode.USAGE;
    }
}
