package dev.skep.lab.generate;

import dev.skep.isa.AluOp;
import dev.skep.isa.Width;

/// What arithmetic does to the account: roughly what a verifier can know of the result.
final class Effects {
    private Effects() {}

    /// What `dst` holds after `dst = dst op src`.
    static Value of(AluOp op, Width width, Value dst, Value src) {
        if (op == AluOp.MOV && width == Width.W64) {
            return src;
        }
        if (!(src instanceof Value.Number b)) {
            return Value.Number.ANY;
        }
        if (dst instanceof Value.Number a || op == AluOp.MOV) {
            Value.Number left = dst instanceof Value.Number n ? n : Value.Number.ANY;
            return narrow(width, number(op, left, b));
        }
        if (op != AluOp.ADD && op != AluOp.SUB || width == Width.W32) {
            return new Value.Unset();
        }
        return op == AluOp.ADD
                ? moved(dst, b.least(), b.most())
                : moved(dst, -b.most(), -b.least());
    }

    private static Value.Number narrow(Width width, Value.Number result) {
        Value.Number half = Value.Number.ofBits(Integer.SIZE);
        return width == Width.W64 || result.within(half.most()) ? result : half;
    }

    private static Value.Number number(AluOp op, Value.Number a, Value.Number b) {
        boolean exact = b.least() == b.most();
        try {
            return switch (op) {
                case MOV -> b;
                case ADD ->
                        new Value.Number(
                                Math.addExact(a.least(), b.least()),
                                Math.addExact(a.most(), b.most()));
                case SUB ->
                        new Value.Number(
                                Math.subtractExact(a.least(), b.most()),
                                Math.subtractExact(a.most(), b.least()));
                case MUL ->
                        a.least() >= 0 && b.least() >= 0
                                ? new Value.Number(
                                        a.least() * b.least(),
                                        Math.multiplyExact(a.most(), b.most()))
                                : Value.Number.ANY;
                case AND -> b.least() >= 0 ? new Value.Number(0, b.most()) : Value.Number.ANY;
                case RSH -> exact ? shifted(a, b.least()) : Value.Number.ANY;
                case DIV, SDIV, OR, LSH, MOD, SMOD, XOR, ARSH -> Value.Number.ANY;
            };
        } catch (ArithmeticException _) {
            return Value.Number.ANY;
        }
    }

    private static Value.Number shifted(Value.Number a, long by) {
        int bits = (int) (by & 63);
        return a.least() >= 0
                ? new Value.Number(a.least() >> bits, a.most() >> bits)
                : Value.Number.ofBits(Long.SIZE - bits);
    }

    /// What is known of a pointer after some bytes were added.
    private static Value moved(Value pointer, long least, long most) {
        boolean exact = least == most;
        boolean near = least > -4096 && most < 65_536;
        return switch (pointer) {
            case Value.Memory memory when near -> memory.moved(least, most);
            case Value.Frame(int offset) when near ->
                    exact
                            ? new Value.Frame((int) (offset + least))
                            : new Value.Memory(0, (int) -(offset + most), true, 0, 0);
            case Value.Packet packet when exact && near ->
                    new Value.Packet(
                            packet.anchor(), (int) (packet.offset() + least), packet.meta());
            case Value.Memory _,
                    Value.Frame _,
                    Value.Packet _,
                    Value.Unset _,
                    Value.Number _,
                    Value.Context _,
                    Value.PacketEnd _,
                    Value.MapItself _,
                    Value.Socket _ ->
                    new Value.Unset();
        };
    }
}
