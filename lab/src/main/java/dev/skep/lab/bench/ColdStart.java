package dev.skep.lab.bench;

import dev.skep.cli.raw.RawWriter;
import dev.skep.program.Program;
import dev.skep.verify.Privilege;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The first verification in a virtual machine that has done nothing else: `skep verify` as a
/// process of its own.
///
/// @param command what `skep` is called as
/// @param times how often each subject is measured
record ColdStart(List<String> command, int times) {
    private static final Pattern MICROS = Pattern.compile("\"micros\":(\\d+)");

    /// The command line from this process's own classes, without an ahead-of-time cache.
    static ColdStart plain(int times) {
        return new ColdStart(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.skep.cli.Main"),
                times);
    }

    /// The median in microseconds, as the command tells it.
    double micros(Subject subject) throws IOException {
        Path folder = Files.createTempDirectory("cold");
        try {
            Path file = folder.resolve("programs.jsonl");
            RawWriter raw = new RawWriter(folder);
            List<String> lines = new ArrayList<>();
            for (Program program : subject.programs()) {
                lines.add(raw.line(program.name(), program, Privilege.PRIVILEGED, Map.of()));
            }
            Files.write(file, lines);
            double[] micros = new double[times];
            for (int i = 0; i < times; i++) {
                micros[i] = once(file);
            }
            return Sample.of(micros).median();
        } finally {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    private double once(Path file) throws IOException {
        List<String> words = new ArrayList<>(command);
        words.addAll(List.of("verify", "--json", "--raw", file.toString()));
        Process process =
                new ProcessBuilder(words)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .redirectInput(Path.of("/dev/null").toFile())
                        .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        OptionalDouble sum =
                out.lines()
                        .map(MICROS::matcher)
                        .filter(Matcher::find)
                        .mapToDouble(found -> Double.parseDouble(found.group(1)))
                        .reduce(Double::sum);
        return sum.orElseThrow(() -> new IOException("no verdict from " + command.getLast()));
    }
}
