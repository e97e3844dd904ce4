package dev.skep.lab.generate;

import dev.skep.isa.AluOp;
import dev.skep.isa.Condition;
import dev.skep.isa.Insn;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Operand;
import dev.skep.isa.Width;
import dev.skep.spec.ContextField;
import java.util.Optional;

/// The metadata in front of a packet: it reaches up to where the packet starts.
final class Metadata {
    private Metadata() {}

    /// Proves that there are some bytes of it, and reads or writes them.
    static void prove(Scene scene) {
        Dice dice = scene.dice();
        Optional<ContextField> first = scene.setting().field(ContextField.Kind.PACKET_META);
        Optional<ContextField> end = scene.setting().field(ContextField.Kind.PACKET);
        int context = first.isPresent() && end.isPresent() ? scene.context() : -1;
        if (context < 0) {
            return;
        }
        int start = scene.free();
        scene.account().kept().add(start);
        int packet = scene.free();
        scene.account().kept().add(packet);
        int edge = scene.free();
        scene.account().kept().remove(start);
        scene.account().kept().remove(packet);
        boolean apart = start != packet && start != edge && packet != edge;
        if (!apart || context == start || context == packet) {
            return;
        }
        int anchor = scene.fresh();
        Value meta = new Value.Packet(anchor, 0, true);
        scene.load(Contexts.sizeOf(first.get().unit()), start, context, first.get().offset(), meta);
        Value body = new Value.Packet(scene.fresh(), 0, false);
        scene.load(Contexts.sizeOf(end.get().unit()), packet, context, end.get().offset(), body);
        int bytes = dice.of(4, 8, 16, 32);
        scene.copy(edge, start);
        scene.alu(AluOp.ADD, edge, bytes);
        int inside = scene.fresh();
        scene.emit(
                new Insn.Branch(
                        Condition.LE, Width.W64, edge, new Operand.Register(packet), inside));
        Account here = scene.account().copy();
        Endings.leave(scene);
        scene.resume(here);
        scene.mark(inside);
        access(scene, start, bytes);
    }

    private static void access(Scene scene, int start, int bytes) {
        Dice dice = scene.dice();
        MemorySize size = dice.of(MemorySize.B, MemorySize.H, MemorySize.W);
        int offset = dice.percent(50) ? bytes - size.bytes() : dice.below(bytes - 3);
        if (dice.percent(50)) {
            scene.store(size, start, offset, new Operand.Immediate(dice.below(64)));
        } else {
            Value value = Value.Number.ofBits(Byte.SIZE * size.bytes());
            scene.load(size, scene.free(), start, offset, value);
        }
    }
}
