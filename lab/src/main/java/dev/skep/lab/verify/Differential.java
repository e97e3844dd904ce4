package dev.skep.lab.verify;

import dev.skep.lab.generate.ProgramGenerator;
import dev.skep.lab.generate.Reducer;
import dev.skep.linux.KernelException;
import dev.skep.program.Program;
import dev.skep.verify.Privilege;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// Asks the kernel and the verifier about the programs of a range of seeds, and tells where they
/// disagree.
///
///     java ... dev.skep.lab.verify.Differential FIRST END [FOLDER]
///
/// `END` is no part of the range. The smallest program found for each kind of disagreement goes
/// into the folder, as a case.
public final class Differential {
    private static final int MESSAGES = 60;

    private final AtomicLong next;
    private final long end;
    private final LongAdder accepted = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final LongAdder unasked = new LongAdder();
    private final Map<Disagreement, List<Long>> found = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> messages = new ConcurrentHashMap<>();

    private Differential(long first, long end) {
        this.next = new AtomicLong(first);
        this.end = end;
    }

    /// Runs it.
    public static void main(String[] arguments) throws IOException {
        Optional<String> obstacle = KernelOracle.obstacle();
        if (obstacle.isPresent()) {
            System.err.println("The kernel cannot be asked: " + obstacle.get());
            System.exit(2);
        }
        long first = Long.parseLong(arguments[0]);
        long end = Long.parseLong(arguments[1]);
        long start = System.nanoTime();
        Differential run = run(first, end);
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf("%,d programs a second%n", (long) ((end - first) / seconds));
        System.out.print(run.table());
        if (arguments.length > 2) {
            run.save(Path.of(arguments[2]));
        }
    }

    /// The seeds from `first` up to but without `end`, on every processor.
    static Differential run(long first, long end) {
        Differential run = new Differential(first, end);
        List<Thread> threads = new ArrayList<>();
        for (int i = Runtime.getRuntime().availableProcessors(); i > 0; i--) {
            threads.add(Thread.ofPlatform().start(run::work));
        }
        threads.forEach(
                thread -> {
                    try {
                        thread.join();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
        return run;
    }

    /// How many programs both gave a verdict on, or could have.
    long asked() {
        return accepted.sum() + rejected.sum();
    }

    /// The share of those that the kernel accepted, from 0 to 1.
    double acceptedShare() {
        return (double) accepted.sum() / asked();
    }

    /// The seeds for each disagreement.
    Map<Disagreement, List<Long>> found() {
        return Map.copyOf(found);
    }

    private void work() {
        try (KernelOracle oracle = new KernelOracle()) {
            for (long seed = next.getAndIncrement(); seed < end; seed = next.getAndIncrement()) {
                ask(oracle, seed);
            }
        }
    }

    private void ask(KernelOracle oracle, long seed) {
        Program program = ProgramGenerator.generate(seed);
        KernelAnswer answer;
        try {
            answer = oracle.ask(program);
        } catch (KernelException _) {
            unasked.increment();
            return;
        }
        if (answer.accepted()) {
            accepted.increment();
        } else {
            rejected.increment();
            messages.computeIfAbsent(Disagreement.plain(answer), _ -> new LongAdder()).increment();
        }
        Disagreement.of(program, answer, oracle.options())
                .ifPresent(
                        d ->
                                found.merge(
                                        d,
                                        List.of(seed),
                                        (a, b) -> {
                                            List<Long> all = new ArrayList<>(a);
                                            all.addAll(b);
                                            return all;
                                        }));
    }

    /// What came out, for people.
    String table() {
        StringBuilder text = new StringBuilder();
        long wrong = found.values().stream().mapToLong(List::size).sum();
        text.append(
                "%,d programs: the kernel accepted %,d and rejected %,d, refused maps of %,d%n"
                        .formatted(
                                asked() + unasked.sum(),
                                accepted.sum(),
                                rejected.sum(),
                                unasked.sum()));
        text.append("agreement %.3f %%%n".formatted(100.0 * (asked() - wrong) / asked()));
        Map<Disagreement.Kind, Long> kinds = new TreeMap<>();
        found.forEach((d, seeds) -> kinds.merge(d.kind(), (long) seeds.size(), Long::sum));
        text.append(kinds).append('\n');
        found.entrySet().stream()
                .sorted(Comparator.comparing(e -> -e.getValue().size()))
                .forEach(e -> text.append(row(e.getKey(), e.getValue())));
        text.append("What the kernel said to the rejected ones:\n");
        messages.entrySet().stream()
                .sorted(Comparator.comparing(e -> -e.getValue().sum()))
                .limit(MESSAGES)
                .forEach(
                        e ->
                                text.append(
                                        "%5.1f %% %s%n"
                                                .formatted(
                                                        100.0 * e.getValue().sum() / rejected.sum(),
                                                        e.getKey())));
        return text.toString();
    }

    private static String row(Disagreement d, List<Long> seeds) {
        return "%6d %s kernel '%s' ours '%s', seeds %s%n"
                .formatted(
                        seeds.size(),
                        d.kind(),
                        d.kernel(),
                        d.ours(),
                        seeds.subList(0, Math.min(3, seeds.size())));
    }

    /// Writes a small case for each disagreement.
    private void save(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (KernelOracle oracle = new KernelOracle()) {
            found.forEach((d, seeds) -> save(folder, oracle, d, seeds.getFirst()));
        }
    }

    private static void save(Path folder, KernelOracle oracle, Disagreement d, long seed) {
        Program small =
                Reducer.reduce(
                        ProgramGenerator.generate(seed), program -> same(oracle, program, d));
        KernelAnswer answer = oracle.ask(small);
        String text =
                new VerifyCase(small, Privilege.PRIVILEGED, Optional.empty())
                        .recorded(answer.answer(), answer.message())
                        .print();
        try {
            Files.writeString(
                    folder.resolve(small.name() + ".case"),
                    "# %s, ours: %s%n".formatted(d.kind(), d.ours()) + text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean same(KernelOracle oracle, Program program, Disagreement wanted) {
        try {
            return Disagreement.of(program, oracle.ask(program), oracle.options())
                    .equals(Optional.of(wanted));
        } catch (KernelException | IllegalArgumentException _) {
            return false;
        }
    }
}
