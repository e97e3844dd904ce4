package dev.skep.verify.rule;

import dev.skep.isa.Insn;
import dev.skep.verify.VerifierCode;
import dev.skep.verify.domain.Frame;
import dev.skep.verify.domain.Kind;
import dev.skep.verify.domain.Register;
import dev.skep.verify.domain.State;

/// Calls of functions of the program: static ones are walked where they are called, global ones are
/// verified on their own and taken at their signature's word.
public final class FunctionCall {
    private final Walk walk;
    private final GlobalFunctions globals;

    /// The rule on a walk.
    public FunctionCall(Walk walk) {
        this.walk = walk;
        this.globals = new GlobalFunctions(walk);
    }

    /// Walks a call; the slot to go on with.
    public int apply(Insn.CallSubprogram insn) {
        int subprogram = walk.functions().startingAt(insn.target());
        if (walk.functions().isGlobal(subprogram)) {
            globals.call(subprogram);
            return walk.slot() + 1;
        }
        State state = walk.state();
        Frame caller = state.frame();
        Frame callee = push(state, subprogram, walk.slot());
        for (int i = 1; i <= 5; i++) {
            callee.set(i, caller.get(i));
        }
        for (int i = 0; i <= 5; i++) {
            caller.set(i, Register.UNWRITTEN);
        }
        return insn.target();
    }

    /// Enters a function on `state`.
    Frame push(State state, int subprogram, int site) {
        if (state.depth() + 1 >= State.MOST_FRAMES) {
            throw walk.refuse(
                    VerifierCode.CALL_DEPTH,
                    "function %s would be the ninth on the chain of calls"
                            .formatted(walk.functions().name(subprogram)),
                    "the call stack of %d frames is too deep".formatted(State.MOST_FRAMES + 1));
        }
        Frame frame = new Frame(state.depth() + 1, site, subprogram);
        frame.setAsynchronousEntries(state.frame().asynchronousEntries());
        state.push(frame);
        return frame;
    }

    /// Returns from a function that was called; the slot to go on with.
    public int leave() {
        State state = walk.state();
        Frame callee = state.frame();
        Register result = callee.get(0);
        if (result.kind() == Kind.STACK) {
            throw walk.refuse(
                    VerifierCode.POINTER_LEAK,
                    "a pointer to the stack would be returned",
                    "cannot return stack pointer to the caller",
                    0);
        }
        if (callee.role() == Frame.Role.CALLBACK) {
            return leaveCallback(callee, result);
        }
        state.pop();
        state.frame().set(0, result);
        return callee.callSite() + 1;
    }

    private int leaveCallback(Frame callee, Register result) {
        if (!result.isNumber()) {
            throw walk.refuse(
                    VerifierCode.RETURN_VALUE,
                    "the callback must return a number",
                    "R0 not a scalar value",
                    0);
        }
        walk.markPrecise(0);
        Exit.checkRange(walk, 0, callee.results(), "At callback return", false);
        State state = walk.state();
        state.pop();
        int site = callee.callSite();
        walk.earlierRound(state, site).ifPresent(earlier -> walk.widen(earlier, state));
        return site;
    }
}
