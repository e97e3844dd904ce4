package dev.skep.verify.domain;

/// What remains known of a number whose low bits are extended with their sign.
final class SignExtension {
    private SignExtension() {}

    /// The low `bits` bits, 8, 16 or 32, extended to 64.
    static Scalar to64(Scalar operand, int bits) {
        if (operand.isConstant()) {
            return Scalar.of(extend(operand.constant(), bits));
        }
        long min = extend(operand.smin(), bits);
        long max = extend(operand.smax(), bits);
        boolean oneRun = operand.smin() >> bits == operand.smax() >> bits;
        if (oneRun && min < 0 == max < 0) {
            return ofOneSign(Math.min(min, max), Math.max(min, max));
        }
        long limit = 1L << bits - 1;
        return new Scalar(
                Tnum.UNKNOWN, -limit, limit - 1, 0, -1, (int) -limit, (int) (limit - 1), 0, -1);
    }

    private static Scalar ofOneSign(long min, long max) {
        return new Scalar(
                Tnum.range(min, max),
                min,
                max,
                min,
                max,
                (int) min,
                (int) max,
                (int) min,
                (int) max);
    }

    /// The low `bits` bits, 8 or 16, extended to 32; the high half becomes zero.
    static Scalar to32(Scalar operand, int bits) {
        Draft draft = new Draft(operand);
        if (operand.isConstant()) {
            draft.setConstant((int) extend(operand.constant(), bits));
        } else {
            extend32(draft, bits);
        }
        draft.zeroExtend32();
        return draft.synced();
    }

    private static void extend32(Draft draft, int bits) {
        int min = (int) extend(draft.smin32, bits);
        int max = (int) extend(draft.smax32, bits);
        boolean oneRun = draft.smin32 >> bits == draft.smax32 >> bits;
        if (oneRun && min < 0 == max < 0) {
            draft.signed32(Math.min(min, max), Math.max(min, max));
            draft.unsigned32(draft.smin32, draft.smax32);
            draft.bits = Tnum.range(draft.smin32, draft.smax32);
        } else {
            int limit = 1 << bits - 1;
            draft.signed32(-limit, limit - 1);
            draft.forgetUnsigned32();
            draft.bits = Tnum.UNKNOWN;
        }
    }

    private static long extend(long value, int bits) {
        return value << Long.SIZE - bits >> Long.SIZE - bits;
    }
}
