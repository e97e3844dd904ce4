package dev.skep.lab.generate;

import dev.skep.isa.AluOp;
import dev.skep.isa.Condition;
import dev.skep.isa.ImmediateKind;
import dev.skep.isa.Insn;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Operand;
import dev.skep.isa.Width;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// One function while it is written: its lines so far, and what is known at their end. Each method
/// that adds an instruction keeps the account up to date.
final class Scene {
    private static final int ARGUMENTS = 5;

    private final Setting setting;
    private final Dice dice;
    private final Numbering numbering;
    private final int depth;
    private final int stack;
    private final List<Line> lines = new ArrayList<>();
    private Account account = new Account();
    private int room;
    private int repeats = 1;
    private int mostResult = Endings.FUNCTION_RESULT;

    /// @param depth how deep in calls it stands: 0 for the program itself
    /// @param stack how many bytes of stack it may use
    /// @param room about how many instructions it shall have
    Scene(Setting setting, Dice dice, Numbering numbering, int depth, int stack, int room) {
        this.setting = setting;
        this.dice = dice;
        this.numbering = numbering;
        this.depth = depth;
        this.stack = stack;
        this.room = room;
    }

    /// Numbers that are handed out once in a program, and the functions written so far.
    static final class Numbering {
        private int last;
        private boolean typed;
        private final List<Function> functions = new ArrayList<>();

        /// Gives the functions types.
        void withTypes() {
            typed = true;
        }

        /// Whether the functions have types, which callbacks and global functions need.
        boolean typed() {
            return typed;
        }

        int fresh() {
            return ++last;
        }

        List<Function> functions() {
            return functions;
        }
    }

    Setting setting() {
        return setting;
    }

    Dice dice() {
        return dice;
    }

    Numbering numbering() {
        return numbering;
    }

    Account account() {
        return account;
    }

    /// Goes on from another point of the function.
    void resume(Account other) {
        this.account = other;
    }

    int depth() {
        return depth;
    }

    int stack() {
        return stack;
    }

    /// About how many more instructions there is room for.
    int room() {
        return room;
    }

    void spend(int instructions) {
        room -= instructions;
    }

    /// How often what is written now will be walked through, by the loops around it.
    int repeats() {
        return repeats;
    }

    void repeats(int times) {
        repeats = times;
    }

    /// The largest number that the function may return, if it is not the program itself.
    int mostResult() {
        return mostResult;
    }

    void mostResult(int number) {
        mostResult = number;
    }

    List<Line> lines() {
        return lines;
    }

    int fresh() {
        return numbering.fresh();
    }

    void mark(int label) {
        lines.add(new Line.Mark(label));
    }

    void emit(Insn insn) {
        lines.add(new Line.Step(insn));
        room--;
    }

    /// A register to write; what it held is lost.
    int free() {
        for (int tries = 0; tries < 12; tries++) {
            int number = dice.below(Account.WRITABLE);
            boolean precious =
                    tries < 6 && !(account.register(number) instanceof Value.Unset)
                            || tries < 10 && account.register(number) instanceof Value.Context;
            if (!account.kept().contains(number) && !precious) {
                return number;
            }
        }
        return 0;
    }

    /// One of the registers that calls leave alone, to be written; -1 if all are needed.
    int lasting() {
        int start = dice.below(4);
        for (int i = 0; i < 4; i++) {
            int number = 6 + (start + i) % 4;
            if (!account.kept().contains(number)
                    && !(account.register(number) instanceof Value.Context)) {
                return number;
            }
        }
        return -1;
    }

    /// A register that holds such a value, loaded from the stack if need be; -1 if there is none.
    int find(Predicate<Value> wanted) {
        int number = account.find(dice, wanted);
        if (number < 0) {
            int slot = account.findSlot(wanted);
            if (slot != 0) {
                number = free();
                load(MemorySize.DW, number, 10, slot, account.slot(slot));
            }
        }
        return number;
    }

    int context() {
        return find(v -> v instanceof Value.Context);
    }

    void constant(int dst, long value) {
        if (value != (int) value || dice.percent(4)) {
            emit(new Insn.LoadImmediate(dst, ImmediateKind.VALUE, value));
        } else {
            Width width = value >= 0 && dice.percent(30) ? Width.W32 : Width.W64;
            emit(new Insn.Alu(AluOp.MOV, width, dst, new Operand.Immediate((int) value)));
        }
        account.set(dst, new Value.Number(value, value));
    }

    void copy(int dst, int src) {
        emit(new Insn.Alu(AluOp.MOV, Width.W64, dst, new Operand.Register(src)));
        account.set(dst, account.register(src));
    }

    void alu(AluOp op, Width width, int dst, Operand src) {
        emit(new Insn.Alu(op, width, dst, src));
        account.set(dst, Effects.of(op, width, account.register(dst), value(src)));
    }

    void alu(AluOp op, int dst, long constant) {
        alu(op, Width.W64, dst, new Operand.Immediate((int) constant));
    }

    private Value value(Operand operand) {
        return switch (operand) {
            case Operand.Register(int number) -> account.register(number);
            case Operand.Immediate(int value) -> new Value.Number(value, value);
        };
    }

    void load(MemorySize size, int dst, int base, int offset, Value result) {
        emit(new Insn.Load(size, false, dst, base, offset));
        account.set(dst, result);
    }

    void store(MemorySize size, int base, int offset, Operand src) {
        emit(new Insn.Store(size, base, offset, src));
    }

    /// Stores a whole register to the function's own stack.
    void spill(int register, int offset) {
        store(MemorySize.DW, 10, offset, new Operand.Register(register));
        account.setSlot(offset, account.register(register));
    }

    void branch(Condition condition, int dst, long constant, int label) {
        emit(
                new Insn.Branch(
                        condition, Width.W64, dst, new Operand.Immediate((int) constant), label));
    }

    void jump(int label) {
        emit(new Insn.Goto(label, dice.percent(3)));
    }

    void map(int dst, int map) {
        emit(new Insn.LoadImmediate(dst, ImmediateKind.MAP_INDEX, map));
        account.set(dst, new Value.MapItself(map));
    }

    /// Calls a helper whose arguments stand ready.
    void call(int helper, Value result) {
        emit(new Insn.CallHelper(helper));
        returned(result);
    }

    /// Notes that a call came back.
    void returned(Value result) {
        account.set(0, result);
        for (int i = 1; i <= ARGUMENTS; i++) {
            account.set(i, new Value.Unset());
        }
    }

    /// Some room on the stack whose contents may be lost, as an offset from r10.
    int scratch(int bytes) {
        int words = (bytes + 7) / 8;
        int most = Math.max(words, stack / 8);
        for (int tries = 0; tries < 8; tries++) {
            int offset = -8 * dice.between(words, most);
            if (tries > 6 || disposable(offset, words)) {
                return offset;
            }
        }
        return -8 * words;
    }

    private boolean disposable(int offset, int words) {
        for (int i = 0; i < words; i++) {
            Value value = account.slot(offset + 8 * i);
            if (!(value instanceof Value.Unset) && !(value instanceof Value.Number)) {
                return false;
            }
        }
        return true;
    }

    /// Notes that stack bytes from `offset` on were overwritten with data.
    void overwritten(int offset, int bytes) {
        for (int at = Math.floorDiv(offset, 8) * 8; at < offset + bytes && at < 0; at += 8) {
            if (at >= -512) {
                account.setSlot(at, Value.Number.ANY);
            }
        }
    }
}
