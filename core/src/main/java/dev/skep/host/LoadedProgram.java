package dev.skep.host;

import dev.skep.program.Program;

/// A program in its host, ready to run on demand as `BPF_PROG_TEST_RUN` does, or to be attached.
public interface LoadedProgram extends AutoCloseable {
    /// What it was loaded from.
    Program program();

    /// Runs it over `run` and says what came out.
    TestResult test(TestRun run);

    /// Unloads it.
    @Override
    void close();

    /// What a test run works on.
    ///
    /// @param data the packet, or the empty array
    /// @param context the UAPI context struct, or the empty array for an all-zero one
    /// @param repeat how often, at least 1
    record TestRun(byte[] data, byte[] context, int repeat) {
        /// One run over a packet, with an all-zero context.
        public static TestRun over(byte[] packet) {
            return new TestRun(packet, new byte[0], 1);
        }
    }

    /// What came out of a test run.
    ///
    /// @param returnValue r0 of the last run, unsigned 32 bits
    /// @param data the packet afterwards, behind its metadata if an XDP program made any
    /// @param context the UAPI context struct afterwards
    /// @param nanos mean time per run
    record TestResult(int returnValue, byte[] data, byte[] context, long nanos) {}
}
