package dev.skep.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The command `skep` without a subcommand; [Commands] has those.
@Command(
        name = "skep",
        description = "Reads, verifies, runs and tests eBPF programs in the JVM.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the program was rejected or trapped",
            "2:the command line is wrong",
            "3:the input cannot be read",
            "4:the kernel refused",
            "5:the verifier could not decide",
            "70:a defect in skep itself"
        })
final class SkepCommand implements Runnable {
    @Spec CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name a command");
    }
}
