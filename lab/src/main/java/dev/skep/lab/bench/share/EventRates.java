package dev.skep.lab.bench.share;

import dev.skep.host.EventStream;
import dev.skep.lab.bench.Arguments;
import dev.skep.lab.bench.Sample;
import dev.skep.lab.bench.share.Sender.Way;
import dev.skep.linux.KernelMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/// Events from programs to Java: what reading one costs beside a reader in C, and at which rates
/// none is lost, while one thread has the program send and another reads.
public final class EventRates {
    /// Events of one round; the smallest buffer has room for them.
    private static final int ROUND = 7_000;

    private static final int ROUNDS = 60;
    private static final int WARM_UP = 40;

    /// Events that are sent in one go.
    private static final int BURST = 200;

    private static final int[] RATES = {50_000, 100_000, 250_000, 500_000, 1_000_000, 2_000_000, 0};

    private EventRates() {}

    /// Measures and prints.
    ///
    /// @param arguments `--root`, the folder of the project; `--seconds`, how long at each rate
    public static void main(String[] arguments) throws Exception {
        Arguments options = Arguments.of(arguments, "--seconds");
        readingCosts(options.file(""));
        System.out.println();
        rates(options.number("--seconds", 1));
        System.out.println();
        BatchCost.measure();
    }

    /// Something that reads events.
    private interface Reader {
        /// Reads `count` events that are there; nanoseconds for all of them.
        long read(int count) throws IOException;
    }

    private static void readingCosts(Path root) throws Exception {
        Path source = root.resolve("lab/bench/native/ring_consumer.c");
        try (Sender kernel = Sender.inKernel(Way.RING_BUFFER);
                Sender perf = Sender.inKernel(Way.PERF_BUFFER);
                Sender jvm = Sender.inJvm(Way.RING_BUFFER);
                Sender jvmPerf = Sender.inJvm(Way.PERF_BUFFER);
                RingConsumer c =
                        RingConsumer.start(
                                source,
                                ((KernelMap) kernel.channel()).fileDescriptor(),
                                Sender.RING)) {
            Map<String, Sender> senders = new LinkedHashMap<>();
            Map<String, Reader> readers = new LinkedHashMap<>();
            add("kernel ring buffer, read in C", kernel, c::read, senders, readers);
            add("kernel ring buffer, read in Java", kernel, inJava(kernel), senders, readers);
            add("kernel perf buffer, read in Java", perf, inJava(perf), senders, readers);
            add("JVM ring buffer", jvm, inJava(jvm), senders, readers);
            add("JVM perf buffer", jvmPerf, inJava(jvmPerf), senders, readers);
            Map<String, List<Double>> times = new LinkedHashMap<>();
            for (int round = 0; round < WARM_UP + ROUNDS; round++) {
                for (String name : readers.keySet()) {
                    senders.get(name).send(ROUND);
                    double nanos = (double) readers.get(name).read(ROUND) / ROUND;
                    if (round >= WARM_UP) {
                        times.computeIfAbsent(name, _ -> new ArrayList<>()).add(nanos);
                    }
                }
            }
            double base = new Sample(times.values().iterator().next()).median();
            System.out.println("reading one event of 16 bytes, C = 1.00, median of " + ROUNDS);
            times.forEach(
                    (name, all) ->
                            System.out.printf(
                                    Locale.ROOT,
                                    "  %-34s %6.2f   (%.0f ns)%n",
                                    name,
                                    new Sample(all).median() / base,
                                    new Sample(all).median()));
        }
    }

    private static void add(
            String name,
            Sender sender,
            Reader reader,
            Map<String, Sender> senders,
            Map<String, Reader> readers) {
        senders.put(name, sender);
        readers.put(name, reader);
    }

    private static Reader inJava(Sender sender) {
        EventStream stream = sender.events();
        return count -> {
            long begin = System.nanoTime();
            long sum = 0;
            int read = 0;
            while (read < count) {
                Optional<EventStream.Event> event = stream.poll();
                if (event.isPresent()) {
                    sum +=
                            ByteBuffer.wrap(event.get().data())
                                    .order(ByteOrder.nativeOrder())
                                    .getLong();
                    read++;
                }
            }
            long nanos = System.nanoTime() - begin;
            if (sum != count) {
                throw new IllegalStateException("sum " + sum);
            }
            return nanos;
        };
    }

    private static void rates(double seconds) throws Exception {
        System.out.println("events sent and lost, one thread that sends and one that reads");
        System.out.printf("  %-24s %9s %10s %10s %9s%n", "", "asked/s", "sent/s", "read", "lost");
        for (int rate : RATES) {
            for (Way way : Way.values()) {
                try (Sender sender = Sender.inKernel(way)) {
                    rate("kernel " + name(way), sender, rate, seconds);
                }
            }
            for (Way way : Way.values()) {
                try (Sender sender = Sender.inJvm(way)) {
                    rate("JVM " + name(way), sender, rate, seconds);
                }
            }
        }
    }

    private static String name(Way way) {
        return way.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /// @param rate events per second, 0 for as many as there can be
    private static void rate(String name, Sender sender, int rate, double seconds)
            throws InterruptedException, ExecutionException {
        EventStream stream = sender.events();
        try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
            AtomicBoolean ended = new AtomicBoolean();
            Future<Long> reader = pool.submit(() -> read(stream, ended));
            long begin = System.nanoTime();
            long end = begin + (long) (seconds * 1e9);
            long sent = 0;
            while (System.nanoTime() < end) {
                sender.send(BURST);
                sent += BURST;
                long due = rate == 0 ? 0 : begin + (long) (sent * 1e9 / rate);
                while (System.nanoTime() < due) {
                    Thread.onSpinWait();
                }
            }
            double took = (System.nanoTime() - begin) / 1e9;
            ended.set(true);
            long read = reader.get();
            long missed = sender.missedSoFar();
            System.out.printf(
                    Locale.ROOT,
                    "  %-24s %9s %10.0f %10d %9d%s%n",
                    name,
                    rate == 0 ? "all" : String.valueOf(rate),
                    sent / took,
                    read,
                    missed,
                    read + missed == sent ? "" : "   sent " + sent);
        }
    }

    /// Reads until nothing is left after the end. Who is not told of events looks every
    /// millisecond.
    private static long read(EventStream stream, AtomicBoolean ended) {
        long read = 0;
        boolean last = false;
        while (!last) {
            last = ended.get();
            while (stream.poll(Duration.ofMillis(1)).isPresent()) {
                read++;
            }
        }
        return read;
    }
}
