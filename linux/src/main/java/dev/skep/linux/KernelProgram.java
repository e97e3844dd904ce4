package dev.skep.linux;

import dev.skep.diag.Place;
import dev.skep.host.LoadedProgram;
import dev.skep.linux.sys.Descriptor;
import dev.skep.linux.sys.Inventory;
import dev.skep.linux.sys.RefusedCall;
import dev.skep.program.Program;
import java.util.function.Consumer;

/// A program in the kernel: verified by it and translated by its own compiler.
public final class KernelProgram implements LoadedProgram {
    private final Program program;
    private final Descriptor descriptor;
    private final KernelVerdict verdict;
    private final Consumer<KernelProgram> closed;

    /// A program behind `descriptor`, which it closes; `closed` hears of it.
    KernelProgram(
            Program program,
            Descriptor descriptor,
            KernelVerdict verdict,
            Consumer<KernelProgram> closed) {
        this.program = program;
        this.descriptor = descriptor;
        this.verdict = verdict;
        this.closed = closed;
    }

    /// How messages name a program.
    static Place place(Program program) {
        return new Place.Named("program " + program.name());
    }

    @Override
    public Program program() {
        return program;
    }

    /// What the kernel's verifier said when it was loaded: its log and the work it had.
    public KernelVerdict verdict() {
        return verdict;
    }

    /// The program's file descriptor.
    ///
    /// @throws IllegalStateException if it is closed
    public int fileDescriptor() {
        return descriptor.number();
    }

    /// Its id, by which [KernelDetails] and every tool find it.
    ///
    /// @throws IllegalStateException if it is closed
    /// @throws KernelException if the kernel does not tell
    public int id() {
        descriptor.number();
        try {
            return Inventory.id(Inventory.Kind.PROGRAM, descriptor);
        } catch (RefusedCall e) {
            throw KernelException.of(KernelCode.INVENTORY, place(program), e);
        }
    }

    Descriptor descriptor() {
        return descriptor;
    }

    /// Runs it through `BPF_PROG_TEST_RUN`. All repetitions happen in one call and work on the same
    /// packet, one after the other; [TestResult#nanos] is the kernel's own mean, without the call.
    ///
    /// Where the kernel takes no packet for programs of this type, `data` must be empty, and where
    /// it does not give the context back, [TestResult#context] is empty.
    ///
    /// @throws KernelException if the kernel does not run it: programs of many types have no test
    ///   run, packets have to have at least 14 bytes, and contexts must not hold everything
    @Override
    public TestResult test(TestRun run) {
        return KernelTestRuns.of(this).test(run);
    }

    @Override
    public synchronized void close() {
        if (!descriptor.closed()) {
            closed.accept(this);
            descriptor.close();
        }
    }
}
