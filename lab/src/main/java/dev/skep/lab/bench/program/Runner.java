package dev.skep.lab.bench.program;

import java.io.IOException;

/// Something that can run programs.
interface Runner extends AutoCloseable {
    /// What it is.
    Kind kind();

    /// Makes `benchmark` ready to run, in the state of before its first run.
    ///
    /// @throws IOException if a file cannot be read or a process cannot be talked to
    Start start(Benchmark benchmark) throws IOException;

    @Override
    void close() throws IOException;

    /// What came of an attempt to make a program ready.
    sealed interface Start {
        /// It can run.
        record Ready(Session session) implements Start {}

        /// It cannot, and why.
        record Unavailable(String reason) implements Start {}
    }

    /// A program that is ready to run, over and over, in one place. For one thread.
    interface Session extends AutoCloseable {
        /// Runs it once: the low 32 bits of r0.
        int run() throws IOException;

        /// Runs it so often.
        ///
        /// @return the CPU time of the thread that ran it, in nanoseconds, for all times together
        long nanos(int times) throws IOException;

        /// What a map holds: for per-CPU maps the sum over the CPUs of each 8-byte word; the empty
        /// array where it holds nothing.
        byte[] value(Benchmark.Cell cell) throws IOException;

        @Override
        void close() throws IOException;
    }
}
