package dev.skep.lab.generate;

import dev.skep.isa.Bytecode;
import dev.skep.isa.ImmediateKind;
import dev.skep.isa.Insn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A line of a listing: a label, or an instruction whose target is the number of a label.
sealed interface Line {
    /// Where jumps to `label` lead.
    record Mark(int label) implements Line {}

    /// An instruction.
    record Step(Insn insn) implements Line {}

    /// The slot of every label.
    static Map<Integer, Integer> labels(List<Line> lines) {
        Map<Integer, Integer> slots = new HashMap<>();
        int slot = 0;
        for (Line line : lines) {
            switch (line) {
                case Mark(int label) -> slots.put(label, slot);
                case Step(Insn insn) -> slot += insn.slots();
            }
        }
        return slots;
    }

    /// The code, with slots for labels. Jumps to labels that are nowhere lead to slot 0.
    static Bytecode assemble(List<Line> lines) {
        Map<Integer, Integer> labels = labels(lines);
        List<Insn> code = new ArrayList<>();
        int slot = 0;
        for (Line line : lines) {
            if (line instanceof Step(Insn insn)) {
                code.add(resolved(insn, slot, labels));
                slot += insn.slots();
            }
        }
        return Bytecode.of(code);
    }

    private static Insn resolved(Insn insn, int slot, Map<Integer, Integer> labels) {
        return switch (insn) {
            case Insn.Goto g -> new Insn.Goto(labels.getOrDefault(g.target(), 0), g.wide());
            case Insn.Branch b ->
                    new Insn.Branch(
                            b.condition(),
                            b.width(),
                            b.dst(),
                            b.src(),
                            labels.getOrDefault(b.target(), 0));
            case Insn.MayGoto m -> new Insn.MayGoto(labels.getOrDefault(m.target(), 0));
            case Insn.CallSubprogram c ->
                    new Insn.CallSubprogram(labels.getOrDefault(c.target(), 0));
            case Insn.LoadImmediate l when l.kind() == ImmediateKind.FUNCTION -> {
                int distance = labels.getOrDefault((int) l.value(), 0) - slot - 1;
                yield new Insn.LoadImmediate(l.dst(), l.kind(), distance & 0xffffffffL);
            }
            case Insn.Alu _,
                    Insn.Negate _,
                    Insn.SignExtend _,
                    Insn.ByteSwap _,
                    Insn.CastAddressSpace _,
                    Insn.LoadImmediate _,
                    Insn.Load _,
                    Insn.Store _,
                    Insn.Atomic _,
                    Insn.LoadAcquire _,
                    Insn.StoreRelease _,
                    Insn.PacketLoad _,
                    Insn.CallHelper _,
                    Insn.CallKfunc _,
                    Insn.CallRegister _,
                    Insn.Exit _ ->
                    insn;
        };
    }
}
