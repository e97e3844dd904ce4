package dev.skep.verify.path;

import dev.skep.isa.ImmediateKind;
import dev.skep.isa.Insn;
import dev.skep.program.Program;
import dev.skep.spec.AttachType;
import dev.skep.spec.ProgramType;
import dev.skep.verify.VerifierCode;
import dev.skep.verify.domain.State;
import dev.skep.verify.flow.Functions;
import dev.skep.verify.flow.Listing;
import java.util.stream.IntStream;

/// How much stack the functions of a program take together, along every chain of calls.
public final class StackDepth {
    private static final int MOST = 512;
    private static final int MOST_BEFORE_TAIL_CALL = 256;
    private static final int ROUND = 16;
    private static final int PRIVATE_FROM = 64;

    private final Listing listing;
    private final Functions functions;
    private final Explorer explorer;
    private final boolean privateStack;
    private int peak;

    private StackDepth(Listing listing, Functions functions, Explorer explorer) {
        this.listing = listing;
        this.functions = functions;
        this.explorer = explorer;
        this.privateStack = hasPrivateStack(listing.program()) && !tailCalls(functions);
    }

    /// Checks every chain of calls; the most that one takes, in bytes.
    public static int check(Listing listing, Functions functions, Explorer explorer) {
        StackDepth depth = new StackDepth(listing, functions, explorer);
        for (int i = functions.count() - 1; i >= 0; i--) {
            if (i == 0 || explorer.asynchronous().get(i)) {
                depth.enter(i, 0, 1, i == 0 && depth.privateStack, false);
            }
        }
        return depth.peak;
    }

    /// The kernel gives large functions of programs that it keeps from nesting a stack of their
    /// own.
    private static boolean hasPrivateStack(Program program) {
        ProgramType type = program.type();
        return type == ProgramType.KPROBE
                || type == ProgramType.TRACEPOINT
                || type == ProgramType.PERF_EVENT
                || type == ProgramType.RAW_TRACEPOINT
                || type == ProgramType.TRACING
                        && program.attachType() != AttachType.TRACE_ITER.id();
    }

    private static boolean tailCalls(Functions functions) {
        return IntStream.range(0, functions.count()).anyMatch(functions::tailCalls);
    }

    private void enter(int subprogram, int before, int frames, boolean own, boolean inCallback) {
        if (frames > State.MOST_FRAMES) {
            throw listing.refuse(
                    VerifierCode.CALL_DEPTH,
                    functions.start(subprogram),
                    "function %s would be the ninth on a chain of calls"
                            .formatted(functions.name(subprogram)),
                    "the call stack of %d frames is too deep !".formatted(frames - 1));
        }
        if (subprogram != 0 && functions.tailCalls(subprogram) && before >= MOST_BEFORE_TAIL_CALL) {
            throw listing.refuse(
                    VerifierCode.TAIL_CALL,
                    functions.start(subprogram),
                    "function %s makes tail calls, and its callers use %d bytes of stack"
                            .formatted(functions.name(subprogram), before),
                    "tail_calls are not allowed when call stack of previous frames is %d bytes. Too large"
                            .formatted(before));
        }
        int size = rounded(explorer.stackDepth(subprogram));
        int depth = own && size >= PRIVATE_FROM ? before : before + size;
        peak = Math.max(peak, depth == before ? size : depth);
        if (depth > MOST) {
            throw listing.refuse(
                    VerifierCode.STACK_DEPTH,
                    functions.start(subprogram),
                    "%d nested functions use %d bytes of stack together, %d are allowed"
                            .formatted(frames, depth, MOST),
                    "combined stack size of %d calls is %d. Too large".formatted(frames, depth));
        }
        boolean called = inCallback || functions.isCallback(subprogram);
        for (int slot = functions.start(subprogram); slot < functions.end(subprogram); slot++) {
            if (called && listing.kfuncAt(slot).equals("bpf_throw")) {
                throw listing.refuse(
                        VerifierCode.EXCEPTION,
                        slot,
                        "an exception would leave a function that the kernel calls",
                        "bpf_throw kfunc (insn %d) cannot be called from callback subprog %d"
                                .formatted(slot, subprogram));
            }
            int callee = callee(slot);
            if (callee >= 0) {
                enter(callee, depth, frames + 1, own, called);
            }
        }
    }

    private int callee(int slot) {
        return switch (listing.at(slot)) {
            case Insn.CallSubprogram call -> {
                int callee = functions.startingAt(call.target());
                if (callee == functions.exceptionCallback()) {
                    throw listing.refuse(
                            VerifierCode.EXCEPTION,
                            slot,
                            "the exception callback is called like any other function",
                            "insn %d cannot call exception cb directly".formatted(slot));
                }
                yield callee;
            }
            case Insn.LoadImmediate load when load.kind() == ImmediateKind.FUNCTION -> {
                int callee = functions.startingAt(Functions.functionTarget(load, slot));
                yield explorer.asynchronous().get(callee) ? -1 : callee;
            }
            case null, default -> -1;
        };
    }

    private static int rounded(int size) {
        return (size + ROUND - 1) / ROUND * ROUND;
    }
}
