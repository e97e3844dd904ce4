package dev.skep.cli;

import dev.skep.btf.Btf;
import dev.skep.btf.CDeclarations;
import dev.skep.diag.Diagnostic;
import dev.skep.diag.MalformedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `skep btf`.
@Command(
        name = "btf",
        description = "Shows BPF type information.",
        mixinStandardHelpOptions = true,
        subcommands = BtfCommand.Dump.class)
final class BtfCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name a command: dump");
    }

    /// `skep btf dump`.
    @Command(
            name = "dump",
            description = "Prints types as C declarations that compile.",
            mixinStandardHelpOptions = true)
    static final class Dump implements Callable<Integer> {
        private final Console console;

        @Parameters(
                paramLabel = "FILE|kernel",
                description =
                        "raw BTF, an ELF file with a .BTF section, or the running kernel's types")
        private String source;

        @Option(
                names = "--type",
                paramLabel = "NAME",
                description = "print the definitions of this name only")
        private String name;

        Dump(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() throws IOException {
            Path file = BtfFile.path(source);
            Btf btf = BtfFile.load(file);
            String text =
                    InputFile.named(
                            file, () -> name == null ? CDeclarations.all(btf) : definitions(btf));
            console.out().print(text);
            return ExitCode.DONE;
        }

        private String definitions(Btf btf) {
            String text =
                    btf.findAll(name)
                            .mapToObj(id -> CDeclarations.define(btf, id).strip() + "\n")
                            .reduce("", String::concat);
            if (text.isEmpty()) {
                throw new MalformedException(
                        Diagnostic.of(CliCode.UNKNOWN_NAME, "no type is called " + name)
                                .fix(
                                        "leave out 'struct' or 'enum'; skep btf dump lists all types"));
            }
            return text;
        }
    }
}
