package dev.skep.lab.bench.share;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A process in C that reads a ring buffer of this one.
final class RingConsumer implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;
    private final PrintWriter commands;

    private RingConsumer(Process process) {
        this.process = process;
        this.answers = process.inputReader();
        this.commands = new PrintWriter(process.outputWriter(), true);
    }

    /// Compiles and starts it.
    ///
    /// @param source of the program
    /// @param ring the descriptor of the ring buffer in this process
    static RingConsumer start(Path source, int ring, int size)
            throws IOException, InterruptedException {
        Path program = Files.createTempFile("ring_consumer", "");
        try {
            Process compiler =
                    new ProcessBuilder("cc", "-O2", "-o", program.toString(), source.toString())
                            .inheritIO()
                            .start();
            if (compiler.waitFor() != 0) {
                throw new IOException("cc failed on " + source);
            }
            RingConsumer consumer =
                    new RingConsumer(
                            new ProcessBuilder(
                                            List.of(
                                                    program.toString(),
                                                    Long.toString(ProcessHandle.current().pid()),
                                                    Integer.toString(ring),
                                                    Integer.toString(size)))
                                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                                    .start());
            if (!"ready".equals(consumer.answers.readLine())) {
                throw new IOException("the C reader did not start");
            }
            return consumer;
        } finally {
            Files.delete(program);
        }
    }

    /// Reads `count` events; nanoseconds for all of them.
    long read(int count) throws IOException {
        commands.println(count);
        return Long.parseLong(answers.readLine().split(" ")[0]);
    }

    @Override
    public void close() {
        commands.close();
        process.onExit().join();
    }
}
