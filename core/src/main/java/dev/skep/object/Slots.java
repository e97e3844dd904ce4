package dev.skep.object;

import dev.skep.isa.ImmediateKind;
import dev.skep.isa.RawInsn;

/// The slots that relocations patch, recognised and made anew.
final class Slots {
    private static final int WIDE_LOAD = 0x18;
    private static final int CALL = 0x85;
    private static final int HELPER = 0;
    private static final int LOCAL = 1;
    private static final int KFUNC = 2;

    private Slots() {}

    static boolean isWideLoad(RawInsn raw) {
        return raw.opcode() == WIDE_LOAD;
    }

    static boolean isCall(RawInsn raw) {
        return raw.opcode() == CALL;
    }

    /// Whether it calls a function of the same program.
    static boolean isLocalCall(RawInsn raw) {
        return isCall(raw) && raw.src() == LOCAL;
    }

    /// The first slot of a wide load with another kind and lower half.
    static RawInsn load(RawInsn raw, ImmediateKind kind, int low) {
        return new RawInsn(raw.opcode(), raw.dst(), kind.ordinal(), raw.offset(), low);
    }

    /// The second slot of a wide load.
    static RawInsn upper(int high) {
        return new RawInsn(0, 0, 0, 0, high);
    }

    static RawInsn localCall(int distance) {
        return new RawInsn(CALL, 0, LOCAL, 0, distance);
    }

    static RawInsn kfuncCall(int btfId) {
        return new RawInsn(CALL, 0, KFUNC, 0, btfId);
    }

    static RawInsn helperCall(int id) {
        return new RawInsn(CALL, 0, HELPER, 0, id);
    }
}
