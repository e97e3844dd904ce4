package dev.skep.verify;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.Place;
import dev.skep.program.Program;
import dev.skep.verify.flow.ControlFlow;
import dev.skep.verify.flow.Functions;
import dev.skep.verify.flow.Listing;
import dev.skep.verify.flow.Refusal;
import dev.skep.verify.path.Explorer;
import dev.skep.verify.path.StackDepth;
import dev.skep.verify.rule.Preconditions;
import java.util.BitSet;

/// Decides whether the kernel would load a program.
public final class Verifier {
    private final Program program;
    private final VerifierOptions options;
    private final long start = System.nanoTime();
    private Explorer explorer;
    private int stack;

    private Verifier(Program program, VerifierOptions options) {
        this.program = program;
        this.options = options;
    }

    /// Walks every path of `program` and says what the kernel would say of it. Never throws for
    /// what a program does; takes time proportional to the instructions processed, of which the
    /// kernel allows a million.
    public static Verdict verify(Program program, VerifierOptions options) {
        return new Verifier(program, options).verify();
    }

    private Verdict verify() {
        try {
            walk();
            return new Verdict.Accepted(
                    new VerifiedProgram(program, explorer.findings(), stack), statistics());
        } catch (Refusal refusal) {
            return refusal.construct().isEmpty()
                    ? new Verdict.Rejected(refusal.diagnostic(), statistics())
                    : new Verdict.Undecided(
                            refusal.diagnostic(), refusal.construct(), statistics());
        }
    }

    private void walk() {
        if (program.type() == null) {
            throw new Refusal(
                    Diagnostic.of(
                                    VerifierCode.LOAD_SETTINGS,
                                    "the type of program %s is not known".formatted(program.name()))
                            .at(new Place.Named(program.name()))
                            .fix("name a type, or give the program a section name that says it"));
        }
        Listing listing = new Listing(program);
        Preconditions.check(listing, options);
        Functions functions = Functions.of(listing);
        Preconditions.checkFunctions(listing, functions, options);
        Preconditions.checkMaps(listing);
        ControlFlow flow = ControlFlow.of(listing, functions, options.privilege());
        explorer = new Explorer(listing, functions, flow, options);
        explorer.explore(0);
        BitSet done = new BitSet();
        for (int next = 0; next >= 0; next = nextGlobal(done)) {
            if (next > 0) {
                done.set(next);
                explorer.explore(next);
            }
        }
        stack = StackDepth.check(listing, functions, explorer);
    }

    private int nextGlobal(BitSet done) {
        BitSet left = (BitSet) explorer.required().clone();
        left.andNot(done);
        return left.nextSetBit(0);
    }

    private Statistics statistics() {
        long nanos = System.nanoTime() - start;
        return explorer == null
                ? new Statistics(0, 0, 0, 0, nanos)
                : new Statistics(
                        explorer.processed(),
                        explorer.states(),
                        explorer.peakStates(),
                        stack,
                        nanos);
    }
}
