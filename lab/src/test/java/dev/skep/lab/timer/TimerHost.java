package dev.skep.lab.timer;

import dev.skep.host.BpfMap;
import dev.skep.host.LoadedProgram;
import java.util.function.BooleanSupplier;

/// A host that has loaded `timers.bpf.o`.
interface TimerHost extends AutoCloseable {
    BpfMap map(String name);

    LoadedProgram program(String name);

    /// Lets time pass until something has happened; fails if it does not.
    void await(BooleanSupplier happened);

    @Override
    void close();
}
