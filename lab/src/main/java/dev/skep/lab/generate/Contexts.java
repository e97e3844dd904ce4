package dev.skep.lab.generate;

import dev.skep.isa.Insn;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Operand;
import dev.skep.spec.ContextField;
import dev.skep.spec.ProgramType;
import java.util.List;

/// Idioms on the context.
final class Contexts {
    private static final int TRACEPOINT_BYTES = 64;

    private Contexts() {}

    /// Loads a number from the context into `dst`; false if there is no way.
    static boolean number(Scene scene, int dst) {
        Dice dice = scene.dice();
        List<ContextField> fields =
                scene.setting().fields().stream()
                        .filter(f -> f.kind() == ContextField.Kind.SCALAR && f.readable())
                        .toList();
        boolean opaque = scene.setting().type() == ProgramType.TRACEPOINT;
        if (fields.isEmpty() && !opaque) {
            return false;
        }
        int context = scene.context();
        if (context < 0) {
            return false;
        }
        MemorySize size = dice.of(MemorySize.values());
        int offset = 8 + size.bytes() * dice.below((TRACEPOINT_BYTES - 8) / size.bytes());
        if (!opaque) {
            ContextField field = dice.of(fields);
            if (!field.allowsRead(field.offset(), size.bytes())) {
                size = sizeOf(field.unit());
            }
            offset =
                    field.offset()
                            + size.bytes() * dice.below(Math.max(1, field.size() / size.bytes()));
        }
        scene.load(size, dst, context, offset, Value.Number.ofBits(8 * size.bytes()));
        return true;
    }

    /// Loads a number from the context.
    static void read(Scene scene) {
        number(scene, scene.free());
    }

    /// Writes a field of the context.
    static void write(Scene scene) {
        Dice dice = scene.dice();
        List<ContextField> fields =
                scene.setting().fields().stream().filter(ContextField::writable).toList();
        int context = fields.isEmpty() ? -1 : scene.context();
        if (context < 0) {
            return;
        }
        ContextField field = dice.of(fields);
        MemorySize size = sizeOf(field.unit());
        int offset =
                field.offset()
                        + size.bytes() * dice.below(Math.max(1, field.size() / size.bytes()));
        scene.account().kept().add(context);
        int src = Numbers.mutable(scene);
        scene.account().kept().remove(context);
        if (scene.account().register(context) instanceof Value.Context) {
            scene.emit(new Insn.Store(size, context, offset, new Operand.Register(src)));
        }
    }

    /// Loads a pointer to a socket from the context.
    static void socket(Scene scene) {
        for (ContextField.Kind kind :
                List.of(
                        ContextField.Kind.SOCKET_COMMON_OR_NULL,
                        ContextField.Kind.SOCKET_OR_NULL,
                        ContextField.Kind.SOCKET)) {
            ContextField field = scene.setting().field(kind).orElse(null);
            int context = field == null ? -1 : scene.context();
            if (context >= 0) {
                int dst = scene.free();
                boolean full = kind != ContextField.Kind.SOCKET_COMMON_OR_NULL;
                int check = kind == ContextField.Kind.SOCKET ? 0 : scene.fresh();
                Value socket = new Value.Socket(full, check, 0);
                scene.load(MemorySize.DW, dst, context, field.offset(), socket);
                return;
            }
        }
    }

    static MemorySize sizeOf(int bytes) {
        for (MemorySize size : MemorySize.values()) {
            if (size.bytes() == bytes) {
                return size;
            }
        }
        return MemorySize.DW;
    }
}
