package dev.skep.vm;

import dev.skep.isa.Insn;
import dev.skep.program.Program;

/// Tells a tracer of every instruction once it is done: when the next one starts, or at the end.
final class Trace {
    private static final int VISIBLE = 11;

    private final Tracer tracer;
    private final Execution run;
    private final long[] registers;
    private final long[] before = new long[VISIBLE];
    private Program program;
    private int slot;

    Trace(Tracer tracer, Execution run, long[] registers) {
        this.tracer = tracer;
        this.run = run;
        this.registers = registers;
    }

    /// The instruction at `slot` is about to be executed.
    void before(Program program, int slot) {
        end();
        this.program = program;
        this.slot = slot;
        System.arraycopy(registers, 0, before, 0, VISIBLE);
    }

    /// Reports what was started last.
    void end() {
        if (program == null || !program.code().startsAt(slot)) {
            return;
        }
        Insn insn = program.code().at(slot);
        program = null;
        int changed = 0;
        for (int i = 0; i < VISIBLE; i++) {
            changed |= registers[i] == before[i] ? 0 : 1 << i;
        }
        tracer.executed(run, slot, insn, changed);
    }
}
