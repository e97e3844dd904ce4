package dev.skep.verify.rule;

import dev.skep.isa.AluOp;
import dev.skep.isa.Insn;
import dev.skep.isa.Operand;
import dev.skep.isa.Width;
import dev.skep.verify.VerifierCode;
import dev.skep.verify.domain.Fork;
import dev.skep.verify.domain.Register;
import dev.skep.verify.domain.Scalar;
import dev.skep.verify.domain.State;
import java.util.Optional;

/// Moves and arithmetic. Numbers give what [Scalar] knows of the result; pointers go to
/// [PointerArithmetic].
public final class Arithmetic {
    private final Walk walk;
    private final PointerArithmetic pointers;

    /// The rule on a walk.
    public Arithmetic(Walk walk) {
        this.walk = walk;
        this.pointers = new PointerArithmetic(walk);
    }

    /// `dst = dst op src`.
    public void apply(Insn.Alu insn) {
        if (insn.op() == AluOp.MOV) {
            move(insn);
            return;
        }
        Register source = walk.read(insn.src());
        Register target = walk.read(insn.dst());
        checkConstant(insn);
        walk.checkWritable(insn.dst());
        boolean fromRegister = insn.src() instanceof Operand.Register;
        if (source.isPointer() && target.isPointer()) {
            pointers.combine(insn);
        } else if (source.isPointer()) {
            walk.markPrecise(insn.dst());
            pointers.apply(insn, source, target);
        } else if (target.isPointer()) {
            if (fromRegister) {
                walk.markPrecise(((Operand.Register) insn.src()).number());
            }
            pointers.apply(insn, target, source);
        } else {
            if (fromRegister && target.precise()) {
                walk.markPrecise(((Operand.Register) insn.src()).number());
            }
            numbers(insn, target, source);
        }
    }

    private void checkConstant(Insn.Alu insn) {
        if (!(insn.src() instanceof Operand.Immediate immediate)) {
            return;
        }
        switch (insn.op()) {
            case DIV, SDIV, MOD, SMOD -> {
                if (immediate.value() == 0) {
                    throw walk.refuse(
                            VerifierCode.DIVISION_BY_ZERO,
                            "r%d is divided by the constant zero".formatted(insn.dst()),
                            "div by zero");
                }
            }
            case LSH, RSH, ARSH -> {
                int bits = insn.width() == Width.W64 ? Long.SIZE : Integer.SIZE;
                if (immediate.value() < 0 || immediate.value() >= bits) {
                    throw walk.refuse(
                            VerifierCode.SHIFT,
                            "r%d has %d bits and is shifted by %d"
                                    .formatted(insn.dst(), bits, immediate.value()),
                            "invalid shift " + immediate.value());
                }
            }
            case ADD, SUB, MUL, OR, AND, XOR, MOV -> {}
        }
    }

    private void numbers(Insn.Alu insn, Register target, Register source) {
        Scalar before = target.scalar();
        Optional<Fork> fork = before.fork(insn.op(), source.scalar());
        if (fork.isPresent()) {
            State other = walk.fork(walk.slot());
            other.set(insn.dst(), target.withScalar(fork.get().zero()));
            before = fork.get().ones();
        }
        Scalar result = before.alu(insn.op(), insn.width(), source.scalar());
        walk.write(insn.dst(), relinked(insn, target, source).withScalar(result));
    }

    /// A sum with a constant stays at a known distance from the numbers with its id; other results
    /// have nothing to do with them.
    private Register relinked(Insn.Alu insn, Register target, Register source) {
        boolean sum = insn.op() == AluOp.ADD || insn.op() == AluOp.SUB;
        boolean narrow = insn.width() == Width.W32;
        Scalar by = source.scalar();
        boolean constant = narrow ? by.isConstant32() : by.isConstant();
        boolean itself =
                insn.src() instanceof Operand.Register register && register.number() == insn.dst();
        if (!walk.privileged() || !sum || target.id() == 0 || !constant || itself) {
            return target.unlinked();
        }
        long value = narrow ? by.constant32() : by.constant();
        boolean negated = insn.op() == AluOp.SUB;
        boolean fits = value == (int) value && !(negated && value == Integer.MIN_VALUE);
        boolean cut = narrow && bits(target.scalar()) > Integer.SIZE;
        if (target.isDistant() || !fits || cut) {
            return target.unlinked();
        }
        return target.withFlags(narrow ? Register.DISTANT_32 : Register.DISTANT)
                .withOffset((int) (negated ? -value : value));
    }

    private void move(Insn.Alu insn) {
        switch (insn.src()) {
            case Operand.Immediate immediate -> {
                long value =
                        insn.width() == Width.W64
                                ? immediate.value()
                                : Integer.toUnsignedLong(immediate.value());
                walk.write(insn.dst(), unknownAs(Scalar.of(value)));
            }
            case Operand.Register register -> {
                Register source = walk.read(register.number());
                walk.checkWritable(insn.dst());
                if (insn.width() == Width.W64) {
                    walk.write(insn.dst(), walk.link(register.number()));
                } else {
                    moveLow(insn.dst(), register.number(), source);
                }
            }
        }
    }

    private void moveLow(int dst, int src, Register source) {
        if (walk.secret(source)) {
            throw partialCopy(src);
        }
        if (source.isPointer()) {
            walk.write(dst, walk.unknown().withScalar(Scalar.UNKNOWN.zeroExtend32()));
            return;
        }
        boolean fits = bits(source.scalar()) <= Integer.SIZE;
        Register copy = fits ? walk.link(src) : source.unlinked();
        walk.write(dst, copy.withScalar(source.scalar().zeroExtend32()));
    }

    private RuntimeException partialCopy(int src) {
        return walk.refuse(
                VerifierCode.POINTER_LEAK,
                "half of the pointer in r%d would become a number".formatted(src),
                "R%d partial copy of pointer".formatted(src),
                src);
    }

    /// A move that extends the sign.
    public void apply(Insn.SignExtend insn) {
        Register source = walk.read(insn.src());
        walk.checkWritable(insn.dst());
        if (walk.secret(source)) {
            if (insn.width() == Width.W32) {
                throw partialCopy(insn.src());
            }
            throw walk.refuse(
                    VerifierCode.POINTER_LEAK,
                    "the sign of a part of the pointer in r%d would be extended"
                            .formatted(insn.src()),
                    "R%d sign-extension part of pointer".formatted(insn.src()),
                    insn.src());
        }
        if (source.isPointer()) {
            Scalar any = insn.width() == Width.W64 ? Scalar.UNKNOWN : Scalar.UNKNOWN.zeroExtend32();
            walk.write(insn.dst(), walk.unknown().withScalar(any));
            return;
        }
        boolean same = Long.compareUnsigned(source.scalar().umax(), 1L << insn.bits() - 1) < 0;
        Register copy = same ? walk.link(insn.src()) : source.unlinked();
        Scalar extended = source.scalar().signExtend(insn.width(), insn.bits());
        if (insn.width() == Width.W32) {
            extended = extended.zeroExtend32();
        }
        walk.write(insn.dst(), copy.withScalar(extended));
    }

    /// `dst = -dst`.
    public void apply(Insn.Negate insn) {
        Register target = walk.read(insn.dst());
        checkNumber(insn.dst(), target);
        walk.checkWritable(insn.dst());
        walk.write(
                insn.dst(),
                target.isNumber()
                        ? target.unlinked().withScalar(target.scalar().negate(insn.width()))
                        : walk.unknown());
    }

    /// Another byte order.
    public void apply(Insn.ByteSwap insn) {
        Register target = walk.read(insn.dst());
        checkNumber(insn.dst(), target);
        walk.checkWritable(insn.dst());
        walk.write(
                insn.dst(),
                target.isNumber()
                        ? target.unlinked().withScalar(target.scalar().swap(insn.op(), insn.bits()))
                        : walk.unknown());
    }

    private void checkNumber(int number, Register register) {
        if (walk.secret(register)) {
            throw walk.refuse(
                    VerifierCode.POINTER_ARITHMETIC,
                    "r%d holds a pointer, of which no such number may be made".formatted(number),
                    "R%d pointer arithmetic prohibited".formatted(number),
                    number);
        }
    }

    private Register unknownAs(Scalar scalar) {
        return walk.unknown().withScalar(scalar);
    }

    /// How many bits the largest value of a number has.
    public static int bits(Scalar scalar) {
        return Long.SIZE - Long.numberOfLeadingZeros(scalar.umax());
    }
}
