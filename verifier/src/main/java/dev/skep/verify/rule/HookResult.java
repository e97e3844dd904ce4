package dev.skep.verify.rule;

import dev.skep.btf.BtfType;
import dev.skep.program.Program;
import dev.skep.spec.ReturnRange;
import java.util.Optional;

/// What the hook of a security module may return.
final class HookResult {
    private HookResult() {}

    /// Whether the hook that the program is attached to returns nothing.
    static boolean isVoid(Walk walk) {
        if ((walk.program().flags() & Program.SLEEPABLE) != 0) {
            throw walk.undecided("whether programs may sleep in this hook");
        }
        AttachedFunction hook = AttachedFunction.of(walk);
        return walk.kernelTypes().resolved(hook.prototype().result()) instanceof BtfType.Void;
    }

    /// The values that the program may return; empty where any will do.
    static Optional<ReturnRange> range(Walk walk) {
        String name = AttachedFunction.of(walk).name();
        return ReturnRange.ofHook(walk.attach(), ReturnRange.resultOf(name, isVoid(walk)));
    }
}
