package dev.skep.lab.bench.program;

import dev.skep.host.LoadedProgram.TestRun;
import dev.skep.linux.KernelHost;
import dev.skep.linux.KernelProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// The running kernel's JIT compiler, through `BPF_PROG_TEST_RUN`: all repetitions happen in one
/// call, over the same packet.
record KernelRunner(Path root) implements Runner {
    @Override
    public Kind kind() {
        return Kind.KERNEL;
    }

    @Override
    public Start start(Benchmark benchmark) throws IOException {
        Optional<String> obstacle = KernelHost.obstacle();
        if (obstacle.isPresent()) {
            return new Start.Unavailable(obstacle.get());
        }
        if (KernelJit.read() == KernelJit.OFF) {
            return new Start.Unavailable("the kernel's JIT compiler is switched off");
        }
        KernelHost host = KernelHost.open();
        return new Start.Ready(
                new KernelSession(
                        host,
                        Linked.read(root, benchmark)
                                .into(host, program -> maps -> host.load(program, maps)),
                        benchmark.packet()));
    }

    @Override
    public void close() {}

    /// A program in the kernel. The kernel's own mean is in whole nanoseconds, too coarse for the
    /// shortest programs: the CPU time of the calling thread is what counts here.
    private record KernelSession(
            KernelHost host, Linked.Loaded<KernelProgram> loaded, byte[] packet)
            implements Session {
        @Override
        public int run() {
            return test(1);
        }

        @Override
        public long nanos(int times) {
            long start = CpuClock.nanos();
            test(times);
            return CpuClock.nanos() - start;
        }

        private int test(int times) {
            return loaded.program().test(new TestRun(packet, new byte[0], times)).returnValue();
        }

        @Override
        public byte[] value(Benchmark.Cell cell) {
            return loaded.value(cell);
        }

        @Override
        public void close() {
            host.close();
        }
    }
}
