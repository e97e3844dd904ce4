package dev.skep.lab.bench;

import com.sun.management.ThreadMXBean;
import dev.skep.linux.KernelVerdict;
import dev.skep.linux.KernelVerifier;
import dev.skep.linux.LogDetail;
import dev.skep.program.Program;
import dev.skep.verify.Verifier;
import dev.skep.verify.VerifierOptions;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;
import java.util.stream.DoubleStream;

/// The kernel and the verifier in turns, on one subject.
final class Duel {
    private static final int FEWEST = 3;

    private final KernelVerifier kernel;
    private final VerifierOptions options;
    private final int rounds;
    private final double seconds;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final List<MemoryPoolMXBean> pools =
            ManagementFactory.getMemoryPoolMXBeans().stream()
                    .filter(pool -> pool.getType() == MemoryType.HEAP)
                    .toList();

    /// @param rounds the most rounds
    /// @param seconds after which no further round starts, once there were three
    Duel(KernelVerifier kernel, VerifierOptions options, int rounds, double seconds) {
        this.kernel = kernel;
        this.options = options;
        this.rounds = rounds;
        this.seconds = seconds;
    }

    /// One account of all programs of a subject.
    private record Account(long processed, double micros) {}

    /// Measures a subject, warm; the cold columns stay open.
    Measurement measure(Subject subject) {
        warmUp(subject);
        DoubleStream.Builder kernelTimes = DoubleStream.builder();
        DoubleStream.Builder times = DoubleStream.builder();
        Account theirs = null;
        Account ours = null;
        long end = end(seconds);
        for (int i = 0; i < rounds && (i < FEWEST || System.nanoTime() < end); i++) {
            theirs = kernel(subject);
            kernelTimes.add(theirs.micros);
            ours = verifier(subject);
            times.add(ours.micros);
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        verifier(subject);
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        return new Measurement(
                subject.name(),
                theirs.processed,
                ours.processed,
                Sample.of(kernelTimes.build()).median(),
                Sample.of(times.build()).median(),
                bytes,
                peak(subject),
                -1,
                -1);
    }

    /// Lets the virtual machine compile what all subjects use.
    void warmUp(List<Subject> subjects) {
        long end = end(4 * seconds);
        do {
            subjects.forEach(this::verifier);
        } while (System.nanoTime() < end);
    }

    private void warmUp(Subject subject) {
        long end = end(seconds / 4);
        do {
            verifier(subject);
        } while (System.nanoTime() < end);
    }

    private static long end(double seconds) {
        return System.nanoTime() + (long) (seconds * 1e9);
    }

    private Account kernel(Subject subject) {
        long processed = 0;
        long micros = 0;
        for (Program program : subject.programs()) {
            KernelVerdict verdict = kernel.verify(program, LogDetail.STATISTICS);
            processed += verdict.processed();
            micros += verdict.verificationMicros();
        }
        return new Account(processed, micros);
    }

    private Account verifier(Subject subject) {
        long processed = 0;
        long nanos = 0;
        for (Program program : subject.programs()) {
            var statistics = Verifier.verify(program, options).statistics();
            processed += statistics.processed();
            nanos += statistics.nanos();
        }
        return new Account(processed, nanos / 1000.0);
    }

    private long peak(Subject subject) {
        System.gc();
        long before = pools.stream().mapToLong(pool -> pool.getUsage().getUsed()).sum();
        pools.forEach(MemoryPoolMXBean::resetPeakUsage);
        verifier(subject);
        return pools.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum() - before;
    }
}
