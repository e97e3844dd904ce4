package dev.skep.jit;

import dev.skep.isa.Operand;
import dev.skep.jit.flow.Block;
import dev.skep.jit.flow.Effects;
import dev.skep.jit.flow.FunctionFlow;
import dev.skep.jit.flow.Range;
import dev.skep.jit.flow.Webs.Form;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.util.Arrays;

/// A Java method while it is written: the local variables that stand for those of the eBPF
/// function, and where numbers come from and go to.
///
/// Locals: `this`, the [dev.skep.vm.Execution], the address behind the stack frame; then what the
/// method needs. A variable of the function has up to two, one for its webs that are `int` and one
/// for those that are `long`: only one of its webs is alive at a time.
final class Body {
    static final int THIS = 0;
    static final int RUN = 1;
    static final int FRAME = 2;

    /// The first local behind the parameters that every method has.
    static final int FIRST_FREE = 4;

    private static final int NONE = -1;
    private static final int FRAME_POINTER = 10;
    private static final long LOW = 0xffff_ffffL;

    private final CodeBuilder code;
    private final FunctionFlow flow;
    private final Constants constants;
    private final int[] longs = new int[Effects.MOST];
    private final int[] ints = new int[Effects.MOST];

    Body(CodeBuilder code, FunctionFlow flow, Constants constants) {
        this.code = code;
        this.flow = flow;
        this.constants = constants;
        Arrays.fill(longs, NONE);
        Arrays.fill(ints, NONE);
        longs[FRAME_POINTER] = FRAME;
    }

    CodeBuilder code() {
        return code;
    }

    FunctionFlow flow() {
        return flow;
    }

    Constants constants() {
        return constants;
    }

    /// A fresh local for an `int`.
    int newInt() {
        return code.allocateLocal(TypeKind.INT);
    }

    /// A fresh local for a `long`.
    int newLong() {
        return code.allocateLocal(TypeKind.LONG);
    }

    /// Says that a variable's `long` local is a parameter of the method.
    void isParameter(int variable, int local) {
        longs[variable] = local;
    }

    private int longOf(int variable) {
        if (longs[variable] == NONE) {
            longs[variable] = newLong();
        }
        return longs[variable];
    }

    private int intOf(int variable) {
        if (ints[variable] == NONE) {
            ints[variable] = newInt();
        }
        return ints[variable];
    }

    /// How operand `operand` of the instruction at `slot` stands in its local.
    Form form(int slot, int operand) {
        return flow.effects(slot).uses()[operand] == FRAME_POINTER
                ? Form.LONG
                : flow.webs().form(flow.useWeb(slot, operand));
    }

    /// How the result of the instruction at `slot` will stand in its local.
    Form resultForm(int slot) {
        return flow.webs().form(flow.defWeb(slot));
    }

    /// What is known of an operand.
    Range range(int slot, int operand) {
        return flow.useRange(slot, operand);
    }

    /// What is known of a source operand, which is operand `operand` where it is a register.
    Range range(int slot, int operand, Operand source) {
        return switch (source) {
            case Operand.Immediate(int value) -> Range.of(value);
            case Operand.Register _ -> flow.useRange(slot, operand);
        };
    }

    /// Pushes the low half of an operand as an `int`.
    void pushInt(int slot, int operand) {
        loadInt(flow.effects(slot).uses()[operand], form(slot, operand));
    }

    /// Pushes an operand as a `long`. HotSpot learns from the way it is made that a number is not
    /// negative, and then need not check addresses that it is part of.
    void pushLong(int slot, int operand) {
        Form form = form(slot, operand);
        boolean positive = form == Form.SIGNED && flow.useRange(slot, operand).low() >= 0;
        loadLong(flow.effects(slot).uses()[operand], positive ? Form.UNSIGNED : form);
    }

    /// Pushes the low half of a source operand.
    void pushInt(int slot, int operand, Operand source) {
        switch (source) {
            case Operand.Immediate(int value) -> constants.push(code, value);
            case Operand.Register _ -> pushInt(slot, operand);
        }
    }

    /// Pushes a source operand, the sign of a constant extended.
    void pushLong(int slot, int operand, Operand source) {
        switch (source) {
            case Operand.Immediate(int value) -> constants.push(code, (long) value);
            case Operand.Register _ -> pushLong(slot, operand);
        }
    }

    private void loadInt(int variable, Form form) {
        if (form == Form.LONG) {
            code.lload(longOf(variable)).l2i();
        } else {
            code.iload(intOf(variable));
        }
    }

    private void loadLong(int variable, Form form) {
        switch (form) {
            case LONG -> code.lload(longOf(variable));
            case SIGNED, LOW -> code.iload(intOf(variable)).i2l();
            case UNSIGNED -> {
                code.iload(intOf(variable));
                unsignedToLong();
            }
        }
    }

    /// Makes a `long` of the `int` on the stack, its upper half zero.
    void unsignedToLong() {
        code.i2l();
        constants.push(code, LOW);
        code.land();
    }

    /// Takes the `long` on the stack as the result of the instruction at `slot`.
    void popLong(int slot) {
        storeLong(flow.effects(slot).def(), resultForm(slot));
    }

    /// Takes the `int` on the stack as the result, which is an unsigned number.
    void popUnsigned(int slot) {
        if (resultForm(slot) == Form.LONG) {
            unsignedToLong();
            code.lstore(longOf(flow.effects(slot).def()));
        } else {
            popInt(slot);
        }
    }

    /// Takes the `int` on the stack as the result, which is a signed number.
    void popSigned(int slot) {
        if (resultForm(slot) == Form.LONG) {
            code.i2l().lstore(longOf(flow.effects(slot).def()));
        } else {
            popInt(slot);
        }
    }

    /// Pushes the low half of what the instruction at `slot` has just written.
    void pushResult(int slot) {
        loadInt(flow.effects(slot).def(), resultForm(slot));
    }

    private void popInt(int slot) {
        code.istore(intOf(flow.effects(slot).def()));
    }

    private void storeLong(int variable, Form form) {
        if (form == Form.LONG) {
            code.lstore(longOf(variable));
        } else {
            code.l2i().istore(intOf(variable));
        }
    }

    /// Gives a variable, which is live at the start of `block`, a first value: the `long` on the
    /// stack.
    void enter(Block block, int variable) {
        storeLong(variable, flow.webs().form(flow.webAt(block, variable)));
    }

    /// Pushes what a variable holds where `block` starts, as a `long` or an `int`.
    ///
    /// @return whether it is an `int`
    boolean pushAt(Block block, int variable) {
        Form form = flow.webs().form(flow.webAt(block, variable));
        if (form == Form.LONG) {
            loadLong(variable, form);
            return false;
        }
        loadInt(variable, form);
        return true;
    }

    /// Gives a variable the value on the stack, which [#pushAt] pushed elsewhere.
    void popAt(Block block, int variable) {
        if (flow.webs().form(flow.webAt(block, variable)) == Form.LONG) {
            code.lstore(longOf(variable));
        } else {
            code.istore(intOf(variable));
        }
    }

    /// Whether [#pushAt] pushes an `int`.
    boolean isInt(Block block, int variable) {
        return flow.webs().form(flow.webAt(block, variable)) != Form.LONG;
    }

    /// A new label.
    Label label() {
        return code.newLabel();
    }
}
