package dev.skep.verify.rule;

import dev.skep.isa.Condition;
import dev.skep.isa.Insn;
import dev.skep.isa.Operand;
import dev.skep.isa.Width;
import dev.skep.verify.VerifierCode;
import dev.skep.verify.domain.History;
import dev.skep.verify.domain.Kind;
import dev.skep.verify.domain.Prediction;
import dev.skep.verify.domain.Register;
import dev.skep.verify.domain.Scalar;
import dev.skep.verify.domain.Split;
import dev.skep.verify.domain.State;

/// Conditional branches: which sides can be taken, and what each teaches.
public final class Branches {
    private final Walk walk;
    private final PacketComparison packets;
    private final Nulls nulls;

    /// The rule on a walk.
    public Branches(Walk walk) {
        this.walk = walk;
        this.packets = new PacketComparison();
        this.nulls = new Nulls(walk);
    }

    /// Walks a branch; the slot to go on with.
    public int apply(Insn.Branch insn) {
        Register target = walk.read(insn.dst());
        Register source = walk.read(insn.src());
        int sourceNumber = insn.src() instanceof Operand.Register r ? r.number() : -1;
        boolean ends = endOrPacket(target) && endOrPacket(source);
        if (sourceNumber >= 0 && !ends && walk.secret(source)) {
            throw compared(sourceNumber);
        }
        Prediction prediction = predict(insn, target, source);
        if (prediction != Prediction.MAYBE) {
            if (target.isNumber()) {
                walk.markPrecise(insn.dst());
            }
            if (sourceNumber >= 0 && source.isNumber()) {
                walk.markPrecise(sourceNumber);
            }
            boolean jumps = prediction == Prediction.ALWAYS;
            walk.goes(jumps);
            return jumps ? insn.target() : walk.slot() + 1;
        }
        split(insn, sourceNumber);
        walk.goes(true);
        walk.goes(false);
        return walk.slot() + 1;
    }

    private static boolean endOrPacket(Register register) {
        return register.kind().isPacket() || register.kind() == Kind.PACKET_END;
    }

    private void split(Insn.Branch insn, int sourceNumber) {
        State here = walk.state();
        Links links = new Links();
        Register source = walk.read(insn.src());
        if (sourceNumber >= 0 && source.isNumber() && source.id() != 0) {
            links.collect(here, source, walk.live());
        }
        Register target = here.get(insn.dst());
        if (target.isNumber() && target.id() != 0) {
            links.collect(here, target, walk.live());
        }
        if (links.size() > 1) {
            walk.note(History.NO_STACK_ACCESS, links.packed());
        }
        target = here.get(insn.dst());
        source = walk.read(insn.src());
        State there = walk.fork(insn.target());
        if (target.isNumber() && source.isNumber()) {
            refine(insn, here, there, target, source, sourceNumber);
            if (sourceNumber >= 0 && source.id() != 0) {
                links.spread(here, here.get(sourceNumber));
                links.spread(there, there.get(sourceNumber));
            }
            if (target.id() != 0) {
                links.spread(here, here.get(insn.dst()));
                links.spread(there, there.get(insn.dst()));
            }
            return;
        }
        comparePointers(insn, here, there, sourceNumber);
    }

    private static void refine(
            Insn.Branch insn,
            State here,
            State there,
            Register target,
            Register source,
            int sourceNumber) {
        if (sourceNumber == insn.dst()) {
            Split split = Scalar.refineSame(insn.condition(), insn.width(), target.scalar());
            there.set(insn.dst(), target.withScalar(split.takenA()));
            here.set(insn.dst(), target.withScalar(split.elseA()));
            return;
        }
        Split split =
                Scalar.refine(insn.condition(), insn.width(), target.scalar(), source.scalar());
        there.set(insn.dst(), target.withScalar(split.takenA()));
        here.set(insn.dst(), target.withScalar(split.elseA()));
        if (sourceNumber >= 0) {
            there.set(sourceNumber, source.withScalar(split.takenB()));
            here.set(sourceNumber, source.withScalar(split.elseB()));
        }
    }

    private void comparePointers(Insn.Branch insn, State here, State there, int sourceNumber) {
        Register target = here.get(insn.dst());
        Register source = walk.read(insn.src());
        boolean wide = insn.width() == Width.W64;
        if (wide && sourceNumber >= 0 && target.isPointer() && source.isPointer()) {
            equalPointers(insn, here, there, sourceNumber);
        }
        boolean equality = insn.condition() == Condition.EQ || insn.condition() == Condition.NE;
        target = here.get(insn.dst());
        if (wide && equality && target.isNullable() && sourceNumber < 0 && source.isZero()) {
            nulls.learn(here, insn.dst(), insn.condition() == Condition.NE);
            nulls.learn(there, insn.dst(), insn.condition() == Condition.EQ);
            return;
        }
        if (wide
                && sourceNumber >= 0
                && packets.learn(insn.condition(), insn.dst(), sourceNumber, here, there)) {
            return;
        }
        if (walk.secret(target)) {
            throw compared(insn.dst());
        }
    }

    /// A pointer that equals one that is not NULL is not NULL.
    private void equalPointers(Insn.Branch insn, State here, State there, int sourceNumber) {
        Register target = here.get(insn.dst());
        Register source = here.get(sourceNumber);
        boolean typed = target.kind() == Kind.BTF || source.kind() == Kind.BTF;
        if (typed || target.isNullable() == source.isNullable()) {
            return;
        }
        State equal =
                switch (insn.condition()) {
                    case EQ -> there;
                    case NE -> here;
                    case GT, GE, SET, SGT, SGE, LT, LE, SLT, SLE -> null;
                };
        if (equal != null) {
            int nullable = source.isNullable() ? sourceNumber : insn.dst();
            equal.set(nullable, nulls.present(equal.get(nullable)));
        }
    }

    private RuntimeException compared(int number) {
        return walk.refuse(
                VerifierCode.POINTER_COMPARISON,
                "the comparison would tell the address in r%d".formatted(number),
                "R%d pointer comparison prohibited".formatted(number),
                number);
    }

    private static Prediction predict(Insn.Branch insn, Register target, Register source) {
        boolean wide = insn.width() == Width.W64;
        if (wide && endOrPacket(target) && endOrPacket(source)) {
            return PacketComparison.predict(insn.condition(), target, source);
        }
        if (target.isPointer() || source.isPointer()) {
            return predictPointer(insn, target, source);
        }
        return Scalar.decide(insn.condition(), insn.width(), target.scalar(), source.scalar());
    }

    /// Pointers that cannot be NULL differ from zero.
    private static Prediction predictPointer(Insn.Branch insn, Register target, Register source) {
        Register pointer = isConstant(source, insn.width()) ? target : source;
        Register number = isConstant(source, insn.width()) ? source : target;
        if (!isConstant(number, insn.width()) || !isPresent(pointer)) {
            return Prediction.MAYBE;
        }
        long value =
                insn.width() == Width.W64
                        ? number.scalar().constant()
                        : number.scalar().constant32();
        if (value != 0) {
            return Prediction.MAYBE;
        }
        return switch (insn.condition()) {
            case EQ -> Prediction.NEVER;
            case NE -> Prediction.ALWAYS;
            case GT, GE, SET, SGT, SGE, LT, LE, SLT, SLE -> Prediction.MAYBE;
        };
    }

    private static boolean isConstant(Register register, Width width) {
        return register.isNumber()
                && (width == Width.W64
                        ? register.scalar().isConstant()
                        : register.scalar().isConstant32());
    }

    private static boolean isPresent(Register register) {
        if (register.isNullable()) {
            return false;
        }
        return switch (register.kind()) {
            case SOCKET, TCP_SOCKET, MAP_VALUE, MAP_KEY, SOCKET_COMMON, MAP -> true;
            case MEMORY -> !register.has(Register.UNTRUSTED);
            case BTF -> register.has(Register.TRUSTED) || register.ref() != 0;
            case UNWRITTEN,
                    SCALAR,
                    CONTEXT,
                    STACK,
                    PACKET,
                    PACKET_META,
                    PACKET_END,
                    FLOW_KEYS,
                    XDP_SOCKET,
                    TRACEPOINT_BUFFER,
                    BUFFER,
                    FUNCTION,
                    DYNPTR,
                    ARENA,
                    ITERATOR ->
                    false;
        };
    }

    /// `may_goto`: the kernel counts the rounds; both ways are walked.
    public int apply(Insn.MayGoto insn) {
        int slot = walk.slot();
        var earlier = walk.earlierRound(walk.state().parent(), slot);
        State on = walk.fork(slot + 1);
        on.setMayGotos(on.mayGotos() + 1);
        earlier.ifPresent(state -> walk.widen(state, on));
        return insn.target();
    }
}
