package dev.skep.asm;

import dev.skep.asm.Cursor.Register;
import dev.skep.asm.MemoryReader.Address;
import dev.skep.isa.AtomicOp;
import dev.skep.isa.Condition;
import dev.skep.isa.ImmediateKind;
import dev.skep.isa.Insn;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Operand;
import dev.skep.isa.Width;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Reads one instruction.
final class StatementReader {
    private static final List<String> KEYWORDS =
            List.of(
                    "if",
                    "goto",
                    "gotol",
                    "may_goto",
                    "call",
                    "callx",
                    "exit",
                    "lock",
                    "store_release",
                    "ld_pseudo");

    /// Long symbols first: `s>=` before `>`.
    private static final List<Condition> CONDITIONS =
            Arrays.stream(Condition.values())
                    .sorted(Comparator.comparing((Condition c) -> c.symbol().length()).reversed())
                    .toList();

    private final Cursor cursor;
    private final MemoryReader memory;
    private final HelperNames helpers;
    private final int opcode;

    /// Reads at `cursor`.
    ///
    /// @param opcode the opcode that a log shows in front of the instruction, -1 if none
    StatementReader(Cursor cursor, HelperNames helpers, int opcode) {
        this.cursor = cursor;
        this.memory = new MemoryReader(cursor);
        this.helpers = helpers;
        this.opcode = opcode;
    }

    Draft read() {
        int start = cursor.position();
        Register dst = cursor.registerIfAny();
        if (dst != null) {
            return Draft.of(new AssignmentReader(cursor, opcode).read(dst, start));
        }
        if (cursor.accept("*")) {
            return Draft.of(store());
        }
        String word = cursor.word();
        return switch (word) {
            case "if" -> branch();
            case "goto" -> Draft.jump(target(), to -> new Insn.Goto(to, false));
            case "gotol" -> Draft.jump(target(), to -> new Insn.Goto(to, true));
            case "may_goto" -> Draft.jump(target(), Insn.MayGoto::new);
            case "call" -> call();
            case "callx" -> Draft.of(new Insn.CallRegister(cursor.register(Width.W64).number()));
            case "exit" -> Draft.of(new Insn.Exit());
            case "lock" -> Draft.of(atomic());
            case "store_release" -> Draft.of(storeRelease());
            case "ld_pseudo" -> Draft.of(pseudo());
            default ->
                    throw cursor.fail(
                            start,
                            AsmCode.NO_INSTRUCTION,
                            "no instruction begins with '%s'"
                                    .formatted(word.isEmpty() ? cursor.rest() : word),
                            Suggestion.of(
                                    word,
                                    KEYWORDS,
                                    "instructions begin with a register, '*(' or a word like goto"));
        };
    }

    private Insn store() {
        MemorySize size = memory.size();
        Address address = memory.addressInParentheses();
        cursor.expect("=");
        Operand value =
                cursor.atNumber()
                        ? new Operand.Immediate(cursor.imm())
                        : memory.value(size).operand();
        return new Insn.Store(size, address.base(), address.offset(), value);
    }

    private Draft branch() {
        Register left = cursor.register();
        Condition condition = condition();
        Operand right =
                cursor.atNumber()
                        ? new Operand.Immediate(cursor.imm())
                        : cursor.register(left.width()).operand();
        cursor.expect("goto");
        return Draft.jump(
                target(), to -> new Insn.Branch(condition, left.width(), left.number(), right, to));
    }

    private Condition condition() {
        for (Condition condition : CONDITIONS) {
            if (cursor.accept(condition.symbol())) {
                return condition;
            }
        }
        throw cursor.expected("a comparison like == or s>");
    }

    /// `+3`, `pc+3`, or a label.
    private Target target() {
        int start = cursor.position();
        if (cursor.accept("pc")) {
            return relative();
        }
        if (cursor.atNumber()) {
            return relative();
        }
        String label = cursor.word();
        if (label.isEmpty()) {
            throw cursor.expected("a distance like +3, or a label");
        }
        return new Target.Label(label, start);
    }

    private Target relative() {
        int start = cursor.position();
        long distance = cursor.number();
        if (distance != (int) distance) {
            throw cursor.outOfRange(start, "32 bits with a sign");
        }
        return new Target.Relative((int) distance);
    }

    private Draft call() {
        int start = cursor.position();
        if (cursor.accept("pc")) {
            Target target = relative();
            if (cursor.accept("#")) {
                cursor.word();
            }
            return Draft.jump(target, Insn.CallSubprogram::new);
        }
        if (cursor.atNumber()) {
            return Draft.of(new Insn.CallHelper(cursor.imm()));
        }
        String name = cursor.word();
        if (name.isEmpty()) {
            throw cursor.expected("a helper's number or name, pc+3, or a label");
        }
        if (cursor.accept("#")) {
            int id = cursor.imm();
            return Draft.of(name.equals("kfunc") ? kfunc(id) : new Insn.CallHelper(id));
        }
        return helpers.id(name).isPresent()
                ? Draft.of(new Insn.CallHelper(helpers.id(name).getAsInt()))
                : Draft.jump(new Target.Label(name, start), Insn.CallSubprogram::new);
    }

    private Insn kfunc(int id) {
        int module = 0;
        if (cursor.accept("module")) {
            int start = cursor.position();
            module = cursor.imm();
            if (module < 0 || module > Short.MAX_VALUE) {
                throw cursor.outOfRange(start, "15 bits");
            }
        }
        return new Insn.CallKfunc(id, module);
    }

    private Insn atomic() {
        cursor.expect("*");
        int start = cursor.position();
        MemorySize size = memory.size();
        if (size != MemorySize.W && size != MemorySize.DW) {
            cursor.moveTo(start + 1);
            throw cursor.expected("u32 or u64");
        }
        Address address = memory.addressInParentheses();
        for (AtomicOp op : AtomicOp.values()) {
            if (!op.alwaysFetches() && cursor.accept(op.symbol())) {
                int src = memory.value(size).number();
                return new Insn.Atomic(op, size, address.base(), address.offset(), src, false);
            }
        }
        throw cursor.expected("+=, |=, &= or ^=");
    }

    private Insn storeRelease() {
        cursor.expect("(");
        MemorySize size = memory.size();
        Address address = memory.addressInParentheses();
        cursor.expect(",");
        int src = memory.value(size).number();
        cursor.expect(")");
        return new Insn.StoreRelease(size, address.base(), address.offset(), src);
    }

    /// LLVM's form of the 64-bit immediates that mean something else than a number.
    private Insn pseudo() {
        int dst = cursor.register(Width.W64).number();
        cursor.expect(",");
        int start = cursor.position();
        long kind = cursor.number();
        ImmediateKind[] kinds = ImmediateKind.values();
        if (kind < 0 || kind >= kinds.length) {
            throw cursor.outOfRange(start, "the kinds, 0 to " + (kinds.length - 1));
        }
        cursor.expect(",");
        long value = Integer.toUnsignedLong(cursor.imm());
        return new Insn.LoadImmediate(dst, kinds[(int) kind], value);
    }
}
