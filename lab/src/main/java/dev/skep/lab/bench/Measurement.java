package dev.skep.lab.bench;

import java.util.Locale;

/// What came out for a subject. Times are in microseconds, medians over the rounds.
///
/// @param kernelProcessed instructions that the kernel processed
/// @param processed instructions that the verifier processed
/// @param kernelMicros the kernel's own account of its time
/// @param micros the verifier's time, warm
/// @param bytes bytes allocated in one verification
/// @param peakHeap the most bytes of heap in use, garbage included
/// @param coldMicros the first verification in a fresh virtual machine; -1 if not measured
/// @param cachedMicros the same with the ahead-of-time cache of the command line
record Measurement(
        String name,
        long kernelProcessed,
        long processed,
        double kernelMicros,
        double micros,
        long bytes,
        long peakHeap,
        double coldMicros,
        double cachedMicros) {
    /// The heads of [#csv].
    static final String CSV =
            "name,kernel_processed,processed,kernel_micros,micros,bytes,peak_heap,cold_micros,"
                    + "cached_micros";

    /// The heads of [#row].
    static final String HEAD =
            "%-26s %9s %10s %10s %6s %8s %8s %7s %7s %10s %10s%n"
                    .formatted(
                            "program",
                            "processed",
                            "kernel us",
                            "JVM us",
                            "ratio",
                            "kernel/s",
                            "JVM/s",
                            "B/insn",
                            "peak MB",
                            "cold us",
                            "AOT us");

    /// The same with what cold starts took.
    Measurement withCold(double coldMicros, double cachedMicros) {
        return new Measurement(
                name,
                kernelProcessed,
                processed,
                kernelMicros,
                micros,
                bytes,
                peakHeap,
                coldMicros,
                cachedMicros);
    }

    /// A line for people: times, their ratio, instructions a second, memory.
    String row() {
        return "%-26s %,9d %,10.0f %,10.0f %6.2f %7.1fM %7.1fM %,7d %7.1f %10s %10s%n"
                .formatted(
                        name,
                        processed,
                        kernelMicros,
                        micros,
                        micros / kernelMicros,
                        kernelProcessed / kernelMicros,
                        processed / micros,
                        bytes / Math.max(1, processed),
                        peakHeap / 1e6,
                        time(coldMicros),
                        time(cachedMicros));
    }

    private static String time(double micros) {
        return micros < 0 ? "-" : "%,.0f".formatted(micros);
    }

    /// A line for programs.
    String csv() {
        return String.format(
                Locale.ROOT,
                "%s,%d,%d,%.1f,%.1f,%d,%d,%.1f,%.1f%n",
                name.replace(",", ""),
                kernelProcessed,
                processed,
                kernelMicros,
                micros,
                bytes,
                peakHeap,
                coldMicros,
                cachedMicros);
    }
}
