package dev.skep.jit;

import dev.skep.helper.NumberIterator;
import dev.skep.host.Errno;
import dev.skep.isa.Condition;
import dev.skep.isa.Insn;
import dev.skep.jit.flow.NumberIterators;
import dev.skep.jit.flow.NumberIterators.Use;
import dev.skep.jit.flow.Range;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.util.function.IntFunction;

/// Writes the iterators over numbers that need no memory: two `int` locals each, the number that
/// was given last and the one to stop before. HotSpot then sees a counted loop.
final class IteratorWriter {
    private final Body body;
    private final CodeBuilder code;
    private final NumberIterators iterators;
    private final int[] numbers;
    private final int[] ends;

    /// For the whole of a function; call [#enter] where it starts.
    IteratorWriter(Body body) {
        this.body = body;
        this.code = body.code();
        iterators = body.flow().iterators();
        numbers = new int[iterators.count()];
        ends = new int[iterators.count()];
    }

    /// Gives every iterator a first value.
    void enter() {
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = body.newInt();
            ends[i] = body.newInt();
            code.iconst_0().istore(numbers[i]).iconst_0().istore(ends[i]);
        }
    }

    /// Writes the instruction at `slot` if it belongs to one of the iterators.
    ///
    /// @param target the block that it jumps to, -1 if it never does
    /// @return whether it does
    boolean write(int slot, int target, IntFunction<Label> labels) {
        Use use = iterators.at(slot);
        if (use == null) {
            return false;
        }
        int number = numbers[use.iterator()];
        int end = ends[use.iterator()];
        switch (use.role()) {
            case NEW -> create(slot, number, end);
            case NEXT -> {
                code.iinc(number, 1);
                returnZero(slot);
            }
            case DESTROY -> returnZero(slot);
            case TEST -> {
                if (target >= 0) {
                    test((Insn.Branch) body.flow().insn(slot), number, end, labels.apply(target));
                }
            }
            case READ -> {
                code.iload(number);
                if (((Insn.Load) body.flow().insn(slot)).signed()) {
                    body.popSigned(slot);
                } else {
                    body.popUnsigned(slot);
                }
            }
        }
        return true;
    }

    private void returnZero(int slot) {
        code.lconst_0();
        body.popLong(slot);
    }

    private void test(Insn.Branch branch, int number, int end, Label target) {
        code.iload(number).iload(end);
        if (branch.condition() == Condition.NE) {
            code.if_icmplt(target);
        } else {
            code.if_icmpge(target);
        }
    }

    private void create(int slot, int number, int end) {
        body.pushInt(slot, 1);
        code.istore(number);
        body.pushInt(slot, 2);
        code.istore(end);
        if (fits(body.range(slot, 1), body.range(slot, 2))) {
            code.iinc(number, -1);
            returnZero(slot);
            return;
        }
        Label notBehind = body.label();
        Label tooMany = body.label();
        Label none = body.label();
        Label done = body.label();
        code.iload(number).iload(end).if_icmple(notBehind);
        body.constants().push(code, Errno.EINVAL.result());
        code.goto_(none).labelBinding(notBehind);
        code.iload(end).i2l().iload(number).i2l().lsub();
        body.constants().push(code, NumberIterator.MOST);
        code.lcmp().ifgt(tooMany).iinc(number, -1).lconst_0().goto_(done).labelBinding(tooMany);
        body.constants().push(code, Errno.E2BIG.result());
        code.labelBinding(none).iconst_0().istore(number).iconst_0().istore(end);
        code.labelBinding(done);
        body.popLong(slot);
    }

    private static boolean fits(Range start, Range end) {
        return start.fitsInt()
                && end.fitsInt()
                && start.high() <= end.low()
                && end.high() - start.low() <= NumberIterator.MOST;
    }
}
