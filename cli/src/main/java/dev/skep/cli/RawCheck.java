package dev.skep.cli;

import dev.skep.cli.raw.RawEntry;
import dev.skep.cli.raw.RawReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Verifies the programs of a raw file, line by line.
///
/// @param wanted names of programs; empty for all
record RawCheck(TargetKernel target, ProgramCheck check, Set<String> wanted) {
    private record Line(String text, int number) {}

    /// Hands the outcomes to `taker` in the order of the lines; a single one, without a program, if
    /// the file cannot be read.
    void outcomes(Path file, Consumer<List<Outcome>> taker) {
        RawReader reader =
                new RawReader(
                        file.toAbsolutePath().getParent(),
                        new AssumedSymbols(target::symbols, Set.of()));
        AtomicInteger number = new AtomicInteger();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(opened(file), StandardCharsets.UTF_8))) {
            Stream<Line> numbered =
                    lines.lines()
                            .map(text -> new Line(text, number.incrementAndGet()))
                            .filter(line -> !line.text.isBlank());
            InOrder.map(numbered, line -> outcome(file, reader, line), taker);
        } catch (IOException e) {
            taker.accept(ObjectCheck.unreadable(file.toString(), e));
        }
    }

    private static InputStream opened(Path file) throws IOException {
        if (file.toString().equals("-")) {
            return System.in;
        }
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "is a folder");
        }
        return Files.newInputStream(file);
    }

    private List<Outcome> outcome(Path file, RawReader reader, Line line) {
        RawEntry entry = reader.read(line.text, line.number);
        return wanted.isEmpty() || wanted.contains(entry.name())
                ? List.of(outcome(file.toString(), entry))
                : List.of();
    }

    private Outcome outcome(String file, RawEntry entry) {
        return switch (entry) {
            case RawEntry.Loadable(_, var program, var privilege, _) ->
                    check.as(privilege).outcome(file, program);
            case RawEntry.Undecodable(_, var shell, _, _, var why, _) ->
                    Outcome.undecodable(Outcome.Subject.of(file, shell), why);
            case RawEntry.Broken(String name, var why, _) ->
                    Outcome.failed(Outcome.Subject.named(file, name), why);
        };
    }
}
