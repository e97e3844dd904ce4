package dev.skep.verify.rule;

import dev.skep.spec.AttachType;
import dev.skep.spec.ProgramType;
import dev.skep.spec.ReturnRange;
import dev.skep.verify.VerifierCode;
import dev.skep.verify.domain.Frame;
import dev.skep.verify.domain.Register;
import dev.skep.verify.domain.Scalar;

/// The end of the program: everything given back, and a result that the hook allows.
public final class Exit {
    private final Walk walk;

    /// The rule on a walk.
    public Exit(Walk walk) {
        this.walk = walk;
    }

    /// Proves that nothing is held any more that must not outlive the function or program.
    public void checkHoldings() {
        Holding.Way way =
                walk.state().depth() == 0 ? Holding.Way.END_OF_PROGRAM : Holding.Way.RETURN;
        Holding.checkReleased(walk, "BPF_EXIT instruction in main prog", way);
    }

    /// Proves that the program may end here.
    public void apply() {
        apply(0);
    }

    /// Proves that the program may end here with what `number` holds.
    void apply(int number) {
        Frame frame = walk.frame();
        if (walk.type() == ProgramType.LSM && endsProgram(frame) && !resultCounts()) {
            return;
        }
        Register result = walk.read(number);
        if (walk.secret(result)) {
            throw walk.refuse(
                    VerifierCode.POINTER_LEAK,
                    "the program would return an address",
                    "R%d leaks addr as return value".formatted(number),
                    number);
        }
        if (frame.role() == Frame.Role.ASYNCHRONOUS) {
            check(number, frame.results(), "At async callback return", false);
        } else if (frame.subprogram() > 0 && frame.role() != Frame.Role.EXCEPTION) {
            if (!result.isNumber()) {
                throw walk.refuse(
                        VerifierCode.RETURN_VALUE,
                        "a global function must return a number",
                        "At subprogram exit the register R%d is not a scalar value (%s)"
                                .formatted(number, Words.kernel(result)),
                        number);
            }
        } else {
            ReturnRange range = range();
            if (range != null) {
                check(
                        number,
                        range,
                        "At program exit",
                        ReturnRange.lowerHalfCounts(walk.type(), walk.attach()));
            }
        }
    }

    private static boolean endsProgram(Frame frame) {
        return frame.subprogram() == 0 || frame.role() == Frame.Role.EXCEPTION;
    }

    /// Hooks that return nothing take anything, but for those of cgroups.
    private boolean resultCounts() {
        return walk.attach() == AttachType.LSM_CGROUP || !HookResult.isVoid(walk);
    }

    private ReturnRange range() {
        if (walk.type() == ProgramType.STRUCT_OPS) {
            throw walk.undecided("the return value of kernel functions");
        }
        if (walk.type() == ProgramType.LSM) {
            return HookResult.range(walk).orElse(null);
        }
        return walk.type().returnRange(walk.attach()).orElse(null);
    }

    private void check(int number, ReturnRange range, String when, boolean narrow) {
        Register result = walk.state().get(number);
        if (!result.isNumber()) {
            throw walk.refuse(
                    VerifierCode.RETURN_VALUE,
                    "the result must be a number from %d to %d"
                            .formatted(range.least(), range.most()),
                    "%s the register R%d is not a known value (%s)"
                            .formatted(when, number, Words.kernel(result)),
                    number);
        }
        walk.markPrecise(number);
        checkRange(walk, number, range, when, narrow);
    }

    /// Proves a result to be in a range; of 32 bits if `narrow`.
    static void checkRange(Walk walk, int number, ReturnRange range, String when, boolean narrow) {
        Scalar value = walk.state().get(number).scalar();
        boolean inside =
                narrow
                        ? value.smin32() >= range.least() && value.smax32() <= range.most()
                        : value.smin() >= range.least() && value.smax() <= range.most();
        if (inside) {
            return;
        }
        throw walk.refuse(
                VerifierCode.RETURN_VALUE,
                "the result must be from %d to %d".formatted(range.least(), range.most()),
                range.kernelSays(when, "R" + number, value.smin(), value.smax()),
                number);
    }
}
