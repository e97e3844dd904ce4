package dev.skep.lab.bench;

import dev.skep.host.BpfMap;
import dev.skep.host.LoadedProgram;
import dev.skep.host.LoadedProgram.TestRun;
import dev.skep.linux.KernelHost;
import dev.skep.linux.KernelObject;
import dev.skep.linux.LoadOptions;
import dev.skep.map.JvmMap;
import dev.skep.object.BpfObject;
import dev.skep.object.LinkOptions;
import dev.skep.object.LinkedObject;
import dev.skep.program.Program;
import dev.skep.runtime.JvmHost;
import dev.skep.runtime.JvmHostOptions;
import dev.skep.runtime.JvmProgram;
import dev.skep.verify.Verdict;
import dev.skep.verify.Verifier;
import dev.skep.verify.VerifierOptions;
import dev.skep.vm.TimeSource;
import dev.skep.vm.VirtualClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.DoubleStream;

/// Measures what timers cost: in the running kernel, and in this JVM compiled and interpreted, by
/// real time and by a clock that is moved, in turns in one run (`lab/bench/timers`).
///
/// `expiry` is the whole way from a timer that starts itself again at once to its next callback.
/// `start and cancel` is a run of a program that sets a callback, starts a timer and cancels it.
public final class TimerBench {
    private static final int EXPIRIES = 10_000;
    private static final int RUNS = 20_000;
    private static final byte[] PACKET = new byte[64];

    /// Whoever runs the programs.
    ///
    /// @param globals the map of their variable: how often to expire yet
    /// @param pass lets the time pass that expiries take; returns when some may have been
    private record Contestant(
            String name,
            LoadedProgram expiries,
            LoadedProgram cancelling,
            BpfMap globals,
            Runnable pass) {
        /// Nanoseconds for each expiry.
        double expiry() {
            ByteBuffer left = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder());
            globals.update(new byte[4], left.putLong(0, EXPIRIES).array(), 0);
            long start = System.nanoTime();
            demandZero(expiries.test(new TestRun(PACKET, new byte[0], 1)).returnValue());
            while (left() > 0) {
                pass.run();
            }
            return (double) (System.nanoTime() - start) / EXPIRIES;
        }

        private long left() {
            byte[] values = globals.lookup(new byte[4]).orElseThrow();
            return ByteBuffer.wrap(values).order(ByteOrder.nativeOrder()).getLong(0);
        }

        /// Nanoseconds for each run.
        double startAndCancel() {
            var result = cancelling.test(new TestRun(PACKET, new byte[0], RUNS));
            demandZero(result.returnValue());
            return result.nanos();
        }

        private void demandZero(int result) {
            if (result != 0) {
                throw new IllegalStateException(name + " returned " + result);
            }
        }
    }

    private TimerBench() {}

    /// Runs it.
    public static void main(String[] arguments) throws IOException {
        Arguments options = Arguments.of(arguments, "--rounds");
        int rounds = (int) options.number("--rounds", 15);
        Path object = options.file("lab/bench/programs/timer.bpf.o");
        LinkedObject linked =
                BpfObject.read(Files.readAllBytes(object)).link(LinkOptions.standard());
        try (KernelHost kernel = KernelHost.open()) {
            List<Contestant> all = new ArrayList<>();
            all.add(kernel(kernel, linked));
            for (boolean compiled : new boolean[] {true, false}) {
                String engine = compiled ? "compiled" : "interpreted";
                all.add(
                        jvm(
                                engine + ", real time",
                                linked,
                                TimeSource.SYSTEM,
                                compiled,
                                () -> LockSupport.parkNanos(100_000)));
                VirtualClock clock = new VirtualClock();
                all.add(
                        jvm(
                                engine + ", virtual clock",
                                linked,
                                clock,
                                compiled,
                                () -> clock.advance(Duration.ofNanos(EXPIRIES))));
            }
            measure(all, rounds);
        }
        System.exit(0);
    }

    private static Contestant kernel(KernelHost host, LinkedObject linked) {
        KernelObject object = host.load(linked, LoadOptions.standard());
        BpfMap globals =
                object.maps().stream()
                        .filter(map -> map.definition().globals().isPresent())
                        .findFirst()
                        .orElseThrow();
        return new Contestant(
                "kernel",
                object.program("expiries"),
                object.program("start_and_cancel"),
                globals,
                () -> LockSupport.parkNanos(100_000));
    }

    private static Contestant jvm(
            String name, LinkedObject linked, TimeSource time, boolean compiled, Runnable pass) {
        JvmHost host = new JvmHost(JvmHostOptions.defaults().withTime(time));
        List<JvmMap> maps = linked.maps().stream().map(host::createMap).toList();
        List<JvmProgram> programs =
                linked.programs().stream().map(p -> load(host, p, maps, compiled)).toList();
        BpfMap globals =
                maps.stream()
                        .filter(map -> map.definition().globals().isPresent())
                        .findFirst()
                        .orElseThrow();
        return new Contestant(name, programs.get(0), programs.get(1), globals, pass);
    }

    private static JvmProgram load(
            JvmHost host, Program program, List<JvmMap> maps, boolean compiled) {
        if (!compiled) {
            return host.load(program, maps);
        }
        Verdict verdict = Verifier.verify(program, VerifierOptions.standard());
        return host.load(((Verdict.Accepted) verdict).program(), maps);
    }

    private static void measure(List<Contestant> all, int rounds) {
        List<List<Double>> expiry = new ArrayList<>();
        List<List<Double>> cancel = new ArrayList<>();
        all.forEach(_ -> expiry.add(new ArrayList<>()));
        all.forEach(_ -> cancel.add(new ArrayList<>()));
        int warm = 3;
        for (int round = -warm; round < rounds; round++) {
            for (int i = 0; i < all.size(); i++) {
                double first = all.get(i).expiry();
                double second = all.get(i).startAndCancel();
                if (round >= 0) {
                    expiry.get(i).add(first);
                    cancel.get(i).add(second);
                }
            }
        }
        System.out.printf("%-28s %28s %28s%n", "", "expiry", "start and cancel");
        for (int i = 0; i < all.size(); i++) {
            System.out.printf(
                    "%-28s %28s %28s%n",
                    all.get(i).name(),
                    row(expiry.get(i), expiry.getFirst()),
                    row(cancel.get(i), cancel.getFirst()));
        }
    }

    /// The median of the ratios to the kernel, and the median time with its extremes.
    private static String row(List<Double> own, List<Double> kernel) {
        DoubleStream.Builder ratios = DoubleStream.builder();
        for (int i = 0; i < own.size(); i++) {
            ratios.add(own.get(i) / kernel.get(i));
        }
        Sample times = new Sample(own);
        return "%.2f: %,.0f (%,.0f..%,.0f)"
                .formatted(
                        Sample.of(ratios.build()).median(),
                        times.median(),
                        times.least(),
                        times.most());
    }
}
