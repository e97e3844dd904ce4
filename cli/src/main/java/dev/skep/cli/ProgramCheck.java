package dev.skep.cli;

import dev.skep.btf.Btf;
import dev.skep.diag.Diagnostic;
import dev.skep.diag.Place;
import dev.skep.linux.KernelException;
import dev.skep.linux.KernelVerifier;
import dev.skep.linux.LogDetail;
import dev.skep.program.Program;
import dev.skep.verify.Privilege;
import dev.skep.verify.Verdict;
import dev.skep.verify.Verifier;
import dev.skep.verify.VerifierOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Asks the verifier about single programs.
///
/// @param kernel where a kernel's types come from, if a program turns out to need them
/// @param privilege who would load the program
/// @param trace what becomes of the trace
/// @param running the running kernel's verifier, if it shall be asked, too
record ProgramCheck(
        TargetKernel kernel, Privilege privilege, Trace trace, Optional<KernelVerifier> running) {
    /// Asks our own verifier only.
    ProgramCheck(TargetKernel kernel, Privilege privilege, Trace trace) {
        this(kernel, privilege, trace, Optional.empty());
    }

    /// What becomes of the trace.
    enum Trace {
        /// There is none.
        NONE,
        /// It is kept with the outcome.
        KEPT
    }

    /// The same for another loader.
    ProgramCheck as(Privilege privilege) {
        return new ProgramCheck(kernel, privilege, trace, running);
    }

    /// The verdict on `program`. A defect of the verifier is an outcome too, so that it does not
    /// keep other programs from theirs.
    Outcome outcome(String object, Program program) {
        Outcome.Subject subject = Outcome.Subject.of(object, program);
        if (program.type() == null) {
            return Outcome.failed(subject, unknownType(program));
        }
        try {
            Outcome own = decided(subject, program);
            return running.map(asked -> own.withKernel(opinion(asked, program))).orElse(own);
        } catch (RuntimeException | StackOverflowError | AssertionError defect) {
            return Outcome.failed(subject, described(program, defect));
        }
    }

    private static KernelOpinion opinion(KernelVerifier running, Program program) {
        // It takes one question at a time.
        synchronized (running) {
            try {
                return KernelOpinion.of(running.verify(program, LogDetail.STATISTICS));
            } catch (KernelException e) {
                return KernelOpinion.of(e);
            }
        }
    }

    /// Where it is not plain from the start that a program needs the types of a kernel, the
    /// verifier may still ask for them.
    private Outcome decided(Outcome.Subject subject, Program program) {
        if (KernelNeeds.typed(program)) {
            return asked(subject, program, kernel.kernel());
        }
        Outcome first = asked(subject, program, Optional.empty());
        return switch (first.finding()) {
            case UNDECIDED ->
                    kernel.kernel()
                            .map(types -> asked(subject, program, Optional.of(types)))
                            .orElse(first);
            case ACCEPTED, REJECTED, FAILED -> first;
        };
    }

    private Outcome asked(Outcome.Subject subject, Program program, Optional<Btf> types) {
        List<String> log = new ArrayList<>();
        VerifierOptions options = VerifierOptions.standard().as(privilege).withCpus(kernel.cpus());
        if (types.isPresent()) {
            options = options.withKernel(types.get());
        }
        Verdict verdict =
                Verifier.verify(
                        program,
                        switch (trace) {
                            case NONE -> options;
                            case KEPT -> options.withLog(log::add);
                        });
        return Outcome.of(subject, program, verdict, log);
    }

    private static Diagnostic unknownType(Program program) {
        return Diagnostic.of(
                        CliCode.WHICH_TYPE,
                        "section %s does not say what program %s attaches to"
                                .formatted(program.section(), program.name()))
                .fix("say it with --type; skep help program lists the types");
    }

    private static Diagnostic described(Program program, Throwable defect) {
        Diagnostic diagnostic =
                Diagnostic.of(CliCode.DEFECT, CliCode.DEFECT.title() + ": " + defect)
                        .at(new Place.Named("program " + program.name()));
        StackTraceElement[] calls = defect.getStackTrace();
        for (int i = 0; i < Math.min(calls.length, 5); i++) {
            diagnostic = diagnostic.because("at " + calls[i]);
        }
        return diagnostic.fix("please report it with the program");
    }
}
