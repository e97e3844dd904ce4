package dev.skep.lab.bench.program;

import dev.skep.program.MapDefinition;
import dev.skep.program.Program;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/// A natively compiled program in its process, which is told what to do line by line: the language
/// is described in `lab/bench/native/main.c`.
final class NativeSession implements Runner.Session {
    private static final HexFormat HEX = HexFormat.of();

    private final Benchmark benchmark;
    private final Process process;
    private final Writer commands;
    private final BufferedReader answers;

    /// Starts the process and fills its maps.
    NativeSession(Path binary, Benchmark benchmark, Program program) throws IOException {
        this.benchmark = benchmark;
        this.process =
                new ProcessBuilder(binary.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        this.commands = process.outputWriter();
        this.answers = process.inputReader();
        for (MapDefinition map : maps(program)) {
            tell(
                    "map %s %d %d %d %d"
                            .formatted(
                                    map.name(),
                                    map.type().id(),
                                    map.maxEntries(),
                                    map.keySize(),
                                    map.valueSize()));
        }
        for (Benchmark.Element element : benchmark.elements()) {
            tell("put " + element.map() + " " + hex(element.key()) + " " + hex(element.value()));
        }
        String kind =
                switch (program.type()) {
                    case XDP -> "xdp";
                    case SCHED_CLS -> "tc";
                    case SOCKET_FILTER -> "socket";
                    default -> throw new IllegalArgumentException(program.type().shortName());
                };
        tell("packet " + kind + " " + hex(benchmark.packet()));
    }

    /// Global variables and tables of programs are variables of the C program.
    private static List<MapDefinition> maps(Program program) {
        return program.maps().stream()
                .filter(map -> map.globals().isEmpty() && map.slots().isEmpty())
                .toList();
    }

    @Override
    public int run() throws IOException {
        return Integer.parseInt(runs(1)[0]);
    }

    @Override
    public long nanos(int times) throws IOException {
        return Long.parseLong(runs(times)[1]);
    }

    @Override
    public byte[] value(Benchmark.Cell cell) throws IOException {
        String answer = ask("get " + cell.map() + " " + hex(cell.key()));
        return answer.equals("-") ? new byte[0] : HEX.parseHex(answer);
    }

    @Override
    public void close() throws IOException {
        commands.close();
        answers.close();
    }

    private String[] runs(int times) throws IOException {
        return ask("run " + benchmark.function() + " " + times).split(" ");
    }

    private String ask(String command) throws IOException {
        tell(command);
        commands.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the native program ended at: " + command);
        }
        return answer;
    }

    private void tell(String command) throws IOException {
        commands.write(command);
        commands.write('\n');
    }

    private static String hex(byte[] bytes) {
        return bytes.length == 0 ? "-" : HEX.formatHex(bytes);
    }
}
