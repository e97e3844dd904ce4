package dev.skep.lab.generate;

import dev.skep.isa.AluOp;
import dev.skep.isa.Condition;
import dev.skep.isa.Insn;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Operand;
import dev.skep.isa.Width;
import dev.skep.spec.ContextField;
import dev.skep.spec.ProgramType;
import java.util.EnumSet;
import java.util.Set;

/// Idioms on the packet: proving that it is long enough, in all the forms that compilers use, and
/// reading and writing it.
final class Packets {
    private static final Set<ProgramType> WRITERS =
            EnumSet.of(
                    ProgramType.XDP,
                    ProgramType.SCHED_CLS,
                    ProgramType.SCHED_ACT,
                    ProgramType.LWT_XMIT,
                    ProgramType.SK_SKB,
                    ProgramType.SK_MSG,
                    ProgramType.CGROUP_SOCKOPT);

    private Packets() {}

    /// Loads the addresses of the packet and of its end, and compares them.
    static void prove(Scene scene) {
        Dice dice = scene.dice();
        ContextField data = scene.setting().field(ContextField.Kind.PACKET).orElse(null);
        ContextField end = scene.setting().field(ContextField.Kind.PACKET_END).orElse(null);
        if (data == null || end == null) {
            return;
        }
        int start = known(scene);
        if (start < 0) {
            start = scene.free();
            if (!field(scene, start, data, new Value.Packet(scene.fresh(), 0, false))) {
                return;
            }
        }
        scene.account().kept().add(start);
        int last = scene.account().find(dice, v -> v instanceof Value.PacketEnd);
        if (last < 0) {
            last = scene.free();
            if (!field(scene, last, end, new Value.PacketEnd())) {
                last = -1;
            }
        }
        if (last >= 0
                && last != start
                && scene.account().register(start) instanceof Value.Packet packet) {
            compare(scene, start, last, packet);
        }
        scene.account().kept().remove(start);
    }

    private static int known(Scene scene) {
        return scene.dice().percent(70) ? scene.find(v -> v instanceof Value.Packet) : -1;
    }

    private static boolean field(Scene scene, int dst, ContextField field, Value value) {
        int context = scene.context();
        if (context < 0 || scene.account().kept().contains(dst)) {
            return false;
        }
        scene.load(Contexts.sizeOf(field.unit()), dst, context, field.offset(), value);
        return true;
    }

    /// `if (start + n > end) return;` and its relatives.
    private static void compare(Scene scene, int start, int end, Value.Packet packet) {
        Dice dice = scene.dice();
        int bytes = dice.of(1, 2, 4, 8, 14, 20, 34, 40, 54, dice.between(1, 128));
        scene.account().kept().add(end);
        int edge = scene.free();
        scene.account().kept().remove(end);
        if (edge == start || edge == end) {
            return;
        }
        scene.copy(edge, start);
        scene.alu(AluOp.ADD, edge, bytes);
        int inside = scene.fresh();
        boolean strict = dice.percent(30);
        if (dice.percent(50)) {
            // The usual way round: go on where the edge is not beyond the end.
            form(scene, edge, end, strict ? Condition.LT : Condition.LE, inside);
            int reach = packet.offset() + bytes + (strict ? 1 : 0);
            Account here = scene.account().copy();
            skipOrLeave(scene, here, inside, packet.anchor(), reach);
        } else {
            int outside = scene.fresh();
            form(scene, edge, end, strict ? Condition.GE : Condition.GT, outside);
            Account before = scene.account().copy();
            scene.account().prove(packet.anchor(), packet.offset() + bytes + (strict ? 1 : 0));
            for (int i = dice.between(1, 4); i > 0; i--) {
                access(scene);
            }
            Repertoire.play(scene, 1);
            References.balance(scene, before);
            Account after = scene.account();
            scene.resume(before);
            scene.mark(outside);
            scene.account().join(after);
        }
    }

    private static void skipOrLeave(Scene scene, Account here, int inside, int anchor, int reach) {
        Endings.leave(scene);
        scene.resume(here);
        scene.mark(inside);
        scene.account().prove(anchor, reach);
        for (int i = scene.dice().between(1, 4); i > 0; i--) {
            access(scene);
        }
    }

    /// The comparison, with its sides swapped now and then.
    private static void form(Scene scene, int edge, int end, Condition condition, int label) {
        boolean swap = scene.dice().percent(50);
        Condition shown =
                swap
                        ? switch (condition) {
                            case LT -> Condition.GT;
                            case LE -> Condition.GE;
                            case GT -> Condition.LT;
                            case GE -> Condition.LE;
                            case EQ, NE, SET, SGT, SGE, SLT, SLE -> condition;
                        }
                        : condition;
        int left = swap ? end : edge;
        int right = swap ? edge : end;
        scene.emit(new Insn.Branch(shown, Width.W64, left, new Operand.Register(right), label));
    }

    /// Reads or writes proven bytes.
    static void access(Scene scene) {
        Dice dice = scene.dice();
        Account account = scene.account();
        int base =
                account.find(
                        dice,
                        v ->
                                v instanceof Value.Packet p
                                        && !p.meta()
                                        && account.proven(p.anchor()) > p.offset());
        if (base < 0 || !(account.register(base) instanceof Value.Packet packet)) {
            return;
        }
        int end = account.proven(packet.anchor()) - packet.offset();
        boolean writable = writable(scene.setting().type());
        Value.Memory area = new Value.Memory(packet.offset(), end, writable, 0, 0);
        MemorySize size = dice.of(MemorySize.values());
        if (size.bytes() > end) {
            return;
        }
        int offset = dice.percent(40) ? end - size.bytes() : dice.below(end - size.bytes() + 1);
        if (area.writable() && dice.percent(40)) {
            scene.store(size, base, offset, new Operand.Immediate((int) dice.constant()));
        } else {
            int dst = scene.free();
            scene.load(size, dst, base, offset, Value.Number.ofBits(8 * size.bytes()));
        }
    }

    /// Moves a packet pointer by a bounded number; what was proven has to be proven again.
    static void wander(Scene scene) {
        Dice dice = scene.dice();
        int base = scene.find(v -> v instanceof Value.Packet);
        if (base < 0 || !(scene.account().register(base) instanceof Value.Packet packet)) {
            return;
        }
        int index = scene.free();
        if (index == base) {
            return;
        }
        scene.account().kept().add(base);
        Numbers.any(scene, index);
        Numbers.bound(scene, index, dice.of(15, 60, 255, 1500, 65_535));
        int pointer = scene.free();
        scene.account().kept().remove(base);
        if (pointer == index
                || pointer == base
                || !scene.account().register(base).equals(packet)
                || !(scene.account().register(index) instanceof Value.Number)) {
            return;
        }
        scene.copy(pointer, base);
        scene.alu(AluOp.ADD, Width.W64, pointer, new Operand.Register(index));
        scene.account().set(pointer, new Value.Packet(scene.fresh(), 0, false));
    }

    /// The old way: loads from the packet by instruction.
    static void legacy(Scene scene) {
        Dice dice = scene.dice();
        ProgramType type = scene.setting().type();
        boolean allowed =
                type == ProgramType.SOCKET_FILTER
                        || type == ProgramType.SCHED_CLS
                        || type == ProgramType.SCHED_ACT
                        || type == ProgramType.CGROUP_SKB;
        int context = allowed && scene.depth() == 0 ? scene.context() : -1;
        if (context < 0
                || !scene.account().references().isEmpty()
                || scene.account().kept().contains(6)) {
            return;
        }
        if (context != 6) {
            scene.copy(6, context);
        }
        MemorySize size = dice.of(MemorySize.B, MemorySize.H, MemorySize.W);
        int index = dice.percent(40) ? Numbers.mutable(scene) : -1;
        if (scene.account().register(6) instanceof Value.Context) {
            scene.emit(new Insn.PacketLoad(size, index, dice.below(64)));
            scene.returned(Value.Number.ofBits(8 * size.bytes()));
        }
    }

    /// Notes that a helper may have moved the packet.
    static void moved(Scene scene) {
        scene.account()
                .update(
                        v ->
                                v instanceof Value.Packet || v instanceof Value.PacketEnd
                                        ? new Value.Unset()
                                        : v);
    }

    static boolean writable(ProgramType type) {
        return WRITERS.contains(type);
    }
}
