package dev.skep.vm;

import dev.skep.diag.TrapException;
import dev.skep.memory.Block;
import dev.skep.program.Program;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a run of compiled code has besides that of any run: its stack, and where it is in tail
/// calls and callbacks.
final class CompiledRun {
    private static final int FRAME_ALIGNMENT = 16;

    /// Tail calls from functions leave frames of their callers on the stack, at most 256 bytes each
    /// by the kernel's rules: programs that do that rarely need more than this.
    private static final int SPARE_STACK = 16 * 1024;

    private final Execution run;
    private final CompiledCode code;
    private final List<Block> stacks = new ArrayList<>();
    private final long frame;
    private final long room;
    private long context;
    private int known;
    private boolean interpreting;
    private CompiledCode caller;
    private long callbackFrame;

    CompiledRun(Execution run, CompiledCode code) {
        this.run = run;
        this.code = code;
        stacks.add(newStack(code.stackSize()));
        frame = end(stacks.getFirst());
        room = frame - stacks.getFirst().address();
        run.memory().trust();
    }

    /// Runs the program from its start.
    long start(long context) {
        this.context = context;
        known = 0;
        try {
            long result = code.run(run, context, frame);
            return run.continues() ? follow(frame) : result;
        } catch (Fault fault) {
            throw new TrapException(Traps.in(fault, program()));
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /// Calls a function of the program in a run of its own.
    void callBack(int function, long r1, long r2, long r3) {
        context = 0;
        known = 0;
        try {
            code.call(run, function, r1, r2, r3, 0, 0, frame);
        } catch (Fault fault) {
            throw new TrapException(Traps.in(fault, program()));
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /// Goes on with the program that a tail call asked for, and those that it calls in turn, in the
    /// frame of the function that made the call.
    long follow(long frame) {
        long result;
        do {
            RunnableProgram next = run.takeSuccessor();
            CompiledCode compiled = next.compiled().orElse(null);
            result =
                    compiled == null
                            ? interpret(next.interpreter())
                            : compiled.run(run, context, room(frame, compiled.stackSize()));
        } while (run.continues());
        return result;
    }

    private long interpret(Interpreter next) {
        interpreting = true;
        run.memory().distrust();
        try {
            adoptMaps();
            return run.interpret(next.code(), 0, context, 0, 0);
        } finally {
            interpreting = false;
            run.memory().trust();
        }
    }

    /// Whether a tail call has led to a program that is interpreted.
    boolean interpreting() {
        return interpreting;
    }

    /// The program that is running.
    Program program() {
        int calls = run.tailCalls();
        return calls == 0 ? run.interpreter().program() : run.called(calls - 1).program();
    }

    void callsBack(CompiledCode caller, long frame) {
        this.caller = caller;
        callbackFrame = frame;
    }

    /// Whether `code` called the helper function that runs, of those that take functions.
    boolean isCaller(Optional<CompiledCode> code) {
        return code.isPresent() && code.get() == caller;
    }

    long invoke(int function, long a1, long a2, long a3, long a4, long a5) {
        CompiledCode outer = caller;
        long outerFrame = callbackFrame;
        long result = outer.call(run, function, a1, a2, a3, a4, a5, outerFrame);
        caller = outer;
        callbackFrame = outerFrame;
        return result;
    }

    /// Lets the run know the maps of the programs that tail calls have led to: only few helper
    /// functions ask.
    void adoptMaps() {
        for (; known < run.tailCalls(); known++) {
            run.useMaps(run.called(known).interpreter());
        }
    }

    /// `frame` if there are `size` bytes of stack in front of it, or the end of the next stack.
    private long room(long frame, int size) {
        if (frame == this.frame && size <= room) {
            return frame;
        }
        int number = 0;
        while (!stacks.get(number).contains(frame - 1)) {
            number++;
        }
        if (frame - size >= stacks.get(number).address()) {
            return frame;
        }
        if (number + 1 < stacks.size() && stacks.get(number + 1).size() < size + SPARE_STACK) {
            stacks.remove(number + 1);
        }
        if (number + 1 == stacks.size()) {
            stacks.add(newStack(size));
        }
        return end(stacks.get(number + 1));
    }

    private Block newStack(int size) {
        Block stack = new Block(size + SPARE_STACK, FRAME_ALIGNMENT);
        run.memory()
                .add(
                        new Region(
                                Region.Kind.STACK,
                                "the stack",
                                stack.address(),
                                stack.size(),
                                Region.Access.READ_WRITE));
        return stack;
    }

    private static long end(Block stack) {
        return stack.address() + stack.size() & -FRAME_ALIGNMENT;
    }
}
