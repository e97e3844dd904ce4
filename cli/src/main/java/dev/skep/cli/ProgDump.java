package dev.skep.cli;

import dev.skep.cli.json.Json;
import dev.skep.diag.Diagnostic;
import dev.skep.diag.Place;
import dev.skep.linux.KernelCode;
import dev.skep.linux.KernelDetails;
import dev.skep.linux.KernelException;
import dev.skep.linux.KernelSearch;
import dev.skep.linux.ProgramCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `skep prog dump`.
@Command(
        name = "dump",
        description = "Prints the instructions of a program as the kernel runs them.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nFields of --json, one object:%n",
        footer = {
            "  id, name",
            "  insns[]      slot, bytes (hex), text, remark (a map's name, a function's, or null),",
            "               source (file:line), sourceText; null where it is not known",
            "  machineCode  hexadecimal; empty if it is interpreted, or hidden from this user",
            "%nThe kernel has rewritten what the compiler made: maps have ids, calls of helper",
            "functions are calls of kernel functions, some are replaced by instructions.",
            "%nExit codes: 4 if there is none, several have that name, or the kernel refuses.",
            "%nExamples:",
            "  skep prog dump firewall",
            "  skep prog dump 12 --raw > firewall.bin"
        })
final class ProgDump implements Callable<Integer> {
    /// One way to print.
    static final class Form {
        @Option(names = "--json", description = "print one JSON object")
        private boolean json;

        @Option(names = "--raw", description = "write the bytes of the instructions as they are")
        private boolean raw;

        @Option(
                names = "--machine-code",
                description = "write the bytes of the machine code as they are")
        private boolean machineCode;
    }

    private final Console console;

    @Parameters(
            paramLabel = "ID|NAME|PIN",
            description = "its id, its name, or the file that it is pinned as (with a slash)")
    private String which;

    @ArgGroup private Form form = new Form();

    @Option(names = "--bytes", description = "print the bytes of each instruction too")
    private boolean bytes;

    @Option(names = "--no-source", description = "leave out source lines")
    private boolean noSource;

    ProgDump(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ProgramCode code = KernelDetails.code(KernelSearch.program(which));
        if (form.machineCode) {
            write(visible(code.machineCode(), code.id()));
        } else if (form.raw) {
            write(visible(code.instructions(), code.id()));
        } else if (form.json) {
            Json.print(console.out(), new KernelListing(code).tree());
        } else {
            visible(code.instructions(), code.id());
            new KernelListing(code).lines(bytes, !noSource).forEach(console.out()::println);
        }
        return ExitCode.DONE;
    }

    private void write(byte[] contents) {
        console.out().write(contents, 0, contents.length);
        console.out().flush();
    }

    /// Refuses to print nothing, which would look as if the program were empty.
    private static byte[] visible(byte[] contents, int id) {
        if (contents.length == 0) {
            throw new KernelException(
                    Diagnostic.of(KernelCode.INVENTORY, "the kernel does not show this code")
                            .at(new Place.Named("program " + id))
                            .because(
                                    "it hides code unless this user has CAP_SYSLOG or CAP_PERFMON, and kernel.kptr_restrict and net.core.bpf_jit_harden allow it; interpreted programs have no machine code")
                            .fix("run as root with kernel.kptr_restrict at 0 or 1"),
                    0);
        }
        return contents;
    }
}
