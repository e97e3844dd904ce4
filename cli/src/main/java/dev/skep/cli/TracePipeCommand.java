package dev.skep.cli;

import dev.skep.linux.attach.TraceFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `skep trace-pipe`.
@Command(
        name = "trace-pipe",
        description = "Prints what programs in the Linux kernel write with bpf_printk.",
        mixinStandardHelpOptions = true,
        footer = {
            "%nIt follows until Ctrl-C. The kernel has one such pipe for everybody: each line",
            "goes to one reader.",
            "%nExit codes: 4 if tracefs is not mounted; 3 if the pipe may not be read."
        })
final class TracePipeCommand implements Callable<Integer> {
    private final Console console;

    @Option(names = "--count", paramLabel = "N", description = "end after so many lines")
    private long count = Long.MAX_VALUE;

    TracePipeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Path pipe = TraceFiles.folder().resolve("trace_pipe");
        try (BufferedReader lines = Files.newBufferedReader(pipe)) {
            String line;
            for (long i = 0; i < count && (line = lines.readLine()) != null; i++) {
                console.out().println(line.strip());
                console.out().flush();
            }
        }
        return ExitCode.DONE;
    }
}
