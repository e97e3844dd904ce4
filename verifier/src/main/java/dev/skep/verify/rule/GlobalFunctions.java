package dev.skep.verify.rule;

import dev.skep.program.Subprogram;
import dev.skep.verify.VerifierCode;
import dev.skep.verify.domain.Holdings;
import dev.skep.verify.domain.Kind;
import dev.skep.verify.domain.Register;
import dev.skep.verify.domain.Scalar;
import dev.skep.verify.domain.State;
import dev.skep.verify.domain.Target;
import java.util.List;

/// Global functions: their signatures say what they take; callers are held to that, and the
/// functions are verified on their own with nothing else known.
public final class GlobalFunctions {
    private final Walk walk;

    /// The rule on a walk.
    public GlobalFunctions(Walk walk) {
        this.walk = walk;
    }

    /// Walks a call.
    void call(int subprogram) {
        State state = walk.state();
        checkContext(subprogram, state.holdings());
        List<Signature.Parameter> parameters = signature(walk, subprogram).parameters();
        for (int i = 0; i < parameters.size(); i++) {
            check(subprogram, i, parameters.get(i));
        }
        if (walk.functions().movesPacket(subprogram)) {
            HelperCall.forgetPacket(state, walk.privileged());
        }
        walk.require(subprogram);
        HelperCall.clearCallerSaved(walk);
        state.set(0, walk.unknown());
    }

    private void checkContext(int subprogram, Holdings holdings) {
        if (holdings.locks() > 0) {
            throw walk.refuse(
                    VerifierCode.CALL_UNDER_LOCK,
                    "the global function %s is called while a lock is held"
                            .formatted(walk.functions().name(subprogram)),
                    "global function calls are not allowed while holding a lock, use static function instead");
        }
        boolean wakeful =
                holdings.rcu() > 0
                        || holdings.preemptionOff() > 0
                        || holdings.interrupts() != 0
                        || !walk.state().sleepable();
        if (walk.functions().sleeps(subprogram) && wakeful) {
            throw walk.refuse(
                    VerifierCode.SLEEP,
                    "the global function %s may sleep, which is not allowed here"
                            .formatted(walk.functions().name(subprogram)),
                    "global functions that may sleep are not allowed in non-sleepable context");
        }
    }

    /// What a global function takes.
    static Signature signature(Walk walk, int subprogram) {
        Subprogram described = walk.functions().described(subprogram).orElseThrow();
        return Signature.of(walk, described);
    }

    private void check(int subprogram, int index, Signature.Parameter parameter) {
        int number = index + 1;
        Register register = walk.state().get(number);
        switch (parameter) {
            case Signature.Number _ -> {
                if (!register.isNumber()) {
                    throw invalid(
                            subprogram,
                            "argument %d must be a number".formatted(number),
                            "R%d is not a scalar".formatted(number),
                            number);
                }
            }
            case Signature.Context _ -> {
                if (register.kind() != Kind.CONTEXT) {
                    throw invalid(
                            subprogram,
                            "argument %d must be the context".formatted(number),
                            "arg#%d expects pointer to ctx".formatted(index),
                            number);
                }
                ContextAccess.checkUnmodified(walk, number, register);
            }
            case Signature.Memory memory -> checkMemory(subprogram, index, memory, register);
        }
    }

    private void checkMemory(
            int subprogram, int index, Signature.Memory memory, Register register) {
        int number = index + 1;
        if (register.isZero()) {
            // The kernel lets a plain zero pass, even where NULL is not expected.
            if (!memory.nullable()) {
                walk.handsNull();
            }
            return;
        }
        if (register.kind() == Kind.UNWRITTEN) {
            walk.read(number);
        }
        Register saved = register;
        if (register.isNullable()) {
            walk.state().set(number, register.withFlags(register.flags() & ~Register.NULLABLE));
        }
        HelperMemory uses = new HelperMemory(walk);
        uses.check(number, memory.size(), new HelperMemory.Use(false, false, true));
        uses.check(number, memory.size(), new HelperMemory.Use(true, false, true));
        walk.state().set(number, saved);
        if (register.isNullable() && !memory.nullable()) {
            throw invalid(
                    subprogram,
                    "argument %d must not be NULL".formatted(number),
                    "arg#%d is expected to be non-NULL".formatted(index),
                    number);
        }
    }

    private RuntimeException invalid(int subprogram, String message, String kernel, int number) {
        return walk.refuse(
                VerifierCode.GLOBAL_FUNCTION,
                "%s of the global function %s"
                        .formatted(message, walk.functions().name(subprogram)),
                kernel
                        + "; Caller passes invalid args into func#%d ('%s')"
                                .formatted(subprogram, walk.functions().name(subprogram)),
                number);
    }

    /// Sets the registers that a global function starts with.
    public void enter(int subprogram, State state) {
        List<Signature.Parameter> parameters = signature(walk, subprogram).parameters();
        for (int i = 0; i < parameters.size(); i++) {
            state.set(
                    i + 1,
                    switch (parameters.get(i)) {
                        case Signature.Number _ -> Register.number(Scalar.UNKNOWN);
                        case Signature.Context _ -> Register.pointer(Kind.CONTEXT, 0, Target.NONE);
                        case Signature.Memory memory -> {
                            Register pointer =
                                    Register.pointer(
                                            Kind.MEMORY,
                                            memory.nullable() ? Register.NULLABLE : 0,
                                            new Target.Sized(memory.size()));
                            yield memory.nullable() ? pointer.withId(walk.newId()) : pointer;
                        }
                    });
        }
    }
}
