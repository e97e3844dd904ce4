package dev.skep.verify.path;

import dev.skep.verify.VerifierOptions;
import dev.skep.verify.domain.Frame;
import dev.skep.verify.domain.Kind;
import dev.skep.verify.domain.Register;
import dev.skep.verify.domain.StackSlot;
import dev.skep.verify.domain.State;
import dev.skep.verify.rule.Words;
import java.util.function.Consumer;

/// The trace of a walk: for each instruction what is known before it, in words like those of the
/// kernel's log.
final class Trace {
    private final Explorer explorer;
    private final Consumer<String> log;

    Trace(Explorer explorer) {
        this.explorer = explorer;
        this.log = explorer.options().log();
    }

    private boolean silent() {
        return log == VerifierOptions.SILENT;
    }

    /// The instruction at `slot` is walked next.
    void before(int slot) {
        if (!silent()) {
            explorer.program()
                    .lineAt(slot)
                    .filter(line -> line.slot() == slot)
                    .ifPresent(
                            line ->
                                    log.accept(
                                            "; %s @ %s"
                                                    .formatted(
                                                            line.text().strip(), line.describe())));
            log.accept(
                    "%d: %s  ; %s"
                            .formatted(
                                    slot,
                                    explorer.listing().kernelText(slot),
                                    print(explorer.state())));
        }
    }

    /// The path ends at `slot`.
    void covered(int slot) {
        if (!silent()) {
            log.accept("%d: safe".formatted(slot));
        }
    }

    private static String print(State state) {
        StringBuilder text = new StringBuilder();
        if (state.depth() > 0) {
            text.append("frame").append(state.depth()).append(':');
        }
        Frame frame = state.frame();
        for (int i = 0; i < 11; i++) {
            Register register = frame.get(i);
            if (register.kind() != Kind.UNWRITTEN) {
                text.append(" R%d=%s".formatted(i, Words.print(register)));
            }
        }
        for (int i = 0; i < frame.slots(); i++) {
            StackSlot slot = frame.slot(i);
            if (slot.bytes() != 0) {
                text.append(" fp-%d=%s".formatted((i + 1) * StackSlot.SIZE, print(slot)));
            }
        }
        return text.toString().strip();
    }

    private static String print(StackSlot slot) {
        if (slot.isWholeSpill()) {
            return Words.print(slot.spilled());
        }
        StringBuilder text = new StringBuilder();
        for (int i = StackSlot.SIZE - 1; i >= 0; i--) {
            text.append("?rm0dif".charAt(slot.at(i)));
        }
        return text.toString();
    }
}
