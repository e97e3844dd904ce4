package dev.skep.vm;

import dev.skep.asm.Printer;
import dev.skep.isa.Insn;
import java.util.function.Consumer;

/// Prints every instruction with the registers it changed, a line each: `12: r2 = *(u32 *)(r1 + 0)
/// ; r2=0x7f10`. Functions that are called are indented.
///
/// @param printer the spelling
/// @param out takes the lines
public record TextTracer(Printer printer, Consumer<String> out) implements Tracer {
    private static final int COLUMN = 48;

    @Override
    public void executed(Execution run, int slot, Insn insn, int changed) {
        StringBuilder line = new StringBuilder("  ".repeat(run.depth()));
        line.append(slot).append(": ").append(printer.print(insn, slot));
        if (changed != 0) {
            line.repeat(" ", Math.max(1, COLUMN - line.length())).append(';');
            for (int bits = changed; bits != 0; bits &= bits - 1) {
                int register = Integer.numberOfTrailingZeros(bits);
                line.append(" r%d=0x%x".formatted(register, run.register(register)));
            }
        }
        out.accept(line.toString());
    }
}
