package dev.skep.lab.verify;

import dev.skep.program.Program;
import dev.skep.verify.Verdict;
import dev.skep.verify.Verifier;
import dev.skep.verify.VerifierOptions;
import java.util.Optional;

/// Where the verifier and the kernel are of different minds.
///
/// @param kernel what the kernel said, with its numbers left out; empty if it accepted
/// @param ours the code of our refusal, the construct we do not know, or the exception
public record Disagreement(Kind kind, String kernel, String ours) {
    /// How they differ.
    public enum Kind {
        /// We accept what the kernel rejects.
        FALSE_ACCEPT,
        /// We reject what the kernel accepts.
        FALSE_REJECT,
        /// We do not say.
        UNDECIDED,
        /// We fall over.
        CRASH
    }

    private static final int LONGEST = 90;

    /// What the verifier makes of a program of which the kernel says `answer`; empty if they agree.
    ///
    /// @param options as [KernelOracle#options] has them
    public static Optional<Disagreement> of(
            Program program, KernelAnswer answer, VerifierOptions options) {
        String kernel = plain(answer);
        try {
            Verdict verdict = Verifier.verify(program, options);
            return switch (verdict) {
                case Verdict.Accepted _ ->
                        answer.accepted()
                                ? Optional.empty()
                                : Optional.of(new Disagreement(Kind.FALSE_ACCEPT, kernel, ""));
                case Verdict.Rejected r ->
                        answer.accepted()
                                ? Optional.of(
                                        new Disagreement(
                                                Kind.FALSE_REJECT,
                                                kernel,
                                                r.diagnostic().code().toString()))
                                : Optional.empty();
                case Verdict.Undecided u ->
                        Optional.of(new Disagreement(Kind.UNDECIDED, kernel, u.construct()));
            };
        } catch (RuntimeException | StackOverflowError e) {
            return Optional.of(new Disagreement(Kind.CRASH, kernel, place(e)));
        }
    }

    /// The kernel's message without its numbers, so that like comes to like.
    static String plain(KernelAnswer answer) {
        if (answer.accepted()) {
            return "";
        }
        String text = answer.message().isEmpty() ? "errno " + answer.errno() : answer.message();
        String same = text.replaceAll("0x[0-9a-f]+", "N").replaceAll("-?\\d+", "N");
        return same.length() > LONGEST ? same.substring(0, LONGEST) : same;
    }

    private static String place(Throwable thrown) {
        StackTraceElement[] trace = thrown.getStackTrace();
        return thrown.getClass().getSimpleName() + (trace.length > 0 ? " at " + trace[0] : "");
    }
}
