package dev.skep.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `skep btf`.
@Command(
        name = "btf",
        description = "Shows BPF type information, of files and in the Linux kernel.",
        mixinStandardHelpOptions = true,
        subcommands = {BtfList.class, BtfDump.class})
final class BtfCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name a command: list or dump");
    }
}
