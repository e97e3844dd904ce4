package dev.skep.lab.bench.program;

import dev.skep.cli.json.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `lab/bench/run`: measures how fast programs run, and reports.
///
/// Each program has a virtual machine of its own, so that what its compiler learned from one
/// program does not change the next.
@Command(
        name = "lab/bench/run",
        sortOptions = false,
        description = {
            "Measures how fast eBPF programs run: Skep's compiler and interpreter beside the running"
                    + " kernel's JIT compiler, native C, and user-space virtual machines.",
            "What each line means is in docs/performance.md."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything that could be measured was",
            "1:a runner's result was wrong",
            "2:bad usage, or a part is missing"
        })
public final class ProgramBench implements Callable<Integer> {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Print this and stop.")
    private boolean help;

    @Option(names = "--quick", description = "Fewer and shorter rounds: a rough picture.")
    private boolean quick;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            description = "Only programs whose name contains NAME; may be repeated.")
    private List<String> only = List.of();

    @Option(names = "--list", description = "Print the programs' names and stop.")
    private boolean list;

    @Option(
            names = "--costs",
            description = "Measure the further costs too: see docs/performance.md.")
    private boolean costs;

    @Option(names = "--json", paramLabel = "FILE", description = "Write everything as JSON.")
    private Path json;

    @Option(names = "--svg", paramLabel = "FILE", description = "Write the picture.")
    private Path svg;

    @Option(
            names = "--write",
            description =
                    "Measure all programs and costs, and rewrite what docs/performance.md and"
                            + " docs/performance.svg show.")
    private boolean write;

    @Option(names = "--root", hidden = true, description = "The project's top folder.")
    private Path root = Path.of("");

    @Option(names = "--child", hidden = true, description = "Measure one thing and print JSON.")
    private String child;

    private ProgramBench() {}

    /// Runs it.
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ProgramBench()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        if (child != null) {
            System.out.println(Json.line(new Child(root, effort()).measure(child)));
            return 0;
        }
        if (list) {
            Catalogue.all().forEach(b -> System.out.printf("%-16s %s%n", b.name(), b.title()));
            return 0;
        }
        if (write && !only.isEmpty()) {
            System.err.println("--write takes all programs");
            System.err.println("  fix: leave out --only, or write to files with --json and --svg");
            return 2;
        }
        List<Benchmark> chosen = chosen();
        if (chosen.isEmpty()) {
            System.err.println("no program's name contains " + String.join(" or ", only));
            System.err.println("  fix: lab/bench/run --list names them");
            return 2;
        }
        Results results = measure(chosen);
        report(results);
        return results.outcomes().stream().anyMatch(Outcome::wrong) ? 1 : 0;
    }

    private Effort effort() {
        return quick ? Effort.QUICK : Effort.FULL;
    }

    private List<Benchmark> chosen() {
        return Catalogue.all().stream()
                .filter(b -> only.isEmpty() || only.stream().anyMatch(b.name()::contains))
                .toList();
    }

    private Results measure(List<Benchmark> chosen) throws IOException {
        List<Outcome> outcomes = new ArrayList<>();
        for (Benchmark benchmark : chosen) {
            progress(benchmark.name());
            outcomes.add(OutcomeJson.of(fresh(Child.PROGRAM + benchmark.name())));
        }
        List<Costs.Row> rows = new ArrayList<>();
        if (costs || write) {
            for (String cost : Costs.names()) {
                progress(cost);
                for (Object row : (List<?>) fresh(Child.COST + cost)) {
                    rows.add(Costs.Row.of(row));
                }
            }
        }
        progress("");
        return new Results(Machine.here(), effort(), outcomes, rows);
    }

    private void report(Results results) throws IOException {
        Report report = new Report(results);
        System.out.print(report.text());
        if (json != null) {
            try (PrintStream out = new PrintStream(Files.newOutputStream(json))) {
                Json.print(out, results.tree());
            }
        }
        if (svg != null) {
            Files.writeString(svg, Picture.of(results));
        }
        if (write) {
            Path page = root.resolve("docs/performance.md");
            Files.writeString(page, report.into(Files.readString(page)));
            Files.writeString(root.resolve("docs/performance.svg"), Picture.of(results));
        }
    }

    /// What a virtual machine of its own says of `what`.
    private Object fresh(String what) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                ProgramBench.class.getName(),
                                "--root",
                                root.toAbsolutePath().toString(),
                                "--child",
                                what));
        if (quick) {
            command.add("--quick");
        }
        Process process =
                new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                        .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (out.isBlank()) {
            throw new IOException("measuring %s failed, for the reason above".formatted(what));
        }
        return Json.parse(out);
    }

    private static void progress(String name) {
        if (System.console() != null && System.console().isTerminal()) {
            System.err.printf("\r%-60s\r", name.isEmpty() ? "" : "measuring " + name + " ...");
        }
    }
}
