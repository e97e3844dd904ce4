package dev.skep.vm;

import java.util.Arrays;

/// The calls that a run is in: what each caller wants back when the function it called returns.
final class Calls {
    /// How many functions of one program may be in progress at once, the program itself among them.
    /// What follows a tail call counts anew: the functions that wait for its result are others'.
    static final int MAX_DEPTH = 8;

    /// How often one function may pass its `may_goto` instructions, as on Linux.
    static final int LOOP_BUDGET = 8 * 1024 * 1024;

    private static final int SAVED = 5;
    private static final int FIRST_SAVED = 6;

    private final long[] registers;
    private final Memory memory;
    private long[] saved = new long[MAX_DEPTH * SAVED];
    private Code[] callers = new Code[MAX_DEPTH];
    private int[] returns = new int[MAX_DEPTH];
    private int[] budgets = new int[MAX_DEPTH];

    /// For each depth, the depth at which the program started that is there.
    private int[] starts = new int[MAX_DEPTH];

    private int depth;

    Calls(long[] registers, Memory memory) {
        this.registers = registers;
        this.memory = memory;
    }

    /// How many calls are in progress: 0 in the program itself.
    int depth() {
        return depth;
    }

    /// Starts over in the first frame.
    void start() {
        depth = 0;
        starts[0] = 0;
        open();
    }

    /// Saves what the caller keeps, and opens a frame.
    void enter(Code caller, int returnTo) {
        if (depth - starts[depth] == MAX_DEPTH - 1) {
            throw new Fault(
                    TrapCode.TOO_DEEP,
                    "the call would be number %d in a row".formatted(MAX_DEPTH),
                    "nest at most %d calls, callbacks included".formatted(MAX_DEPTH - 1),
                    "the call stack of %d frames is too deep".formatted(MAX_DEPTH + 1));
        }
        System.arraycopy(registers, FIRST_SAVED, saved, depth * SAVED, SAVED);
        callers[depth] = caller;
        returns[depth] = returnTo;
        if (++depth == returns.length) {
            grow();
        }
        starts[depth] = starts[depth - 1];
        open();
    }

    /// Gives the caller back what it had, and returns the slot where it goes on.
    int leave() {
        depth--;
        System.arraycopy(saved, depth * SAVED, registers, FIRST_SAVED, SAVED);
        memory.useFrames(depth);
        return returns[depth];
    }

    /// The code that the last [#leave] returned to.
    Code code() {
        return callers[depth];
    }

    /// Opens the present frame for another program.
    void restart() {
        starts[depth] = depth;
        open();
    }

    /// Counts a `may_goto`; says whether the loop has to end.
    boolean loopBudgetIsUsedUp() {
        return --budgets[depth] < 0;
    }

    private void grow() {
        int size = 2 * depth;
        saved = Arrays.copyOf(saved, size * SAVED);
        callers = Arrays.copyOf(callers, size);
        returns = Arrays.copyOf(returns, size);
        budgets = Arrays.copyOf(budgets, size);
        starts = Arrays.copyOf(starts, size);
    }

    private void open() {
        budgets[depth] = LOOP_BUDGET;
        registers[10] = memory.useFrames(depth);
    }
}
