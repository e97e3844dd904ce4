package dev.skep.cli;

import dev.skep.linux.KernelException;
import dev.skep.linux.KernelVerdict;
import java.util.List;

/// What the running kernel says of a program, beside our own verdict.
///
/// @param errno `EACCES`; empty if it was accepted, or the kernel was not asked
/// @param message the kernel's words, or why it was not asked; may be empty
/// @param processed how many instructions it walked
/// @param log all that it wrote
record KernelOpinion(
        Finding finding, String errno, String message, int processed, List<String> log) {
    /// What the kernel did.
    enum Finding {
        /// It loaded the program.
        ACCEPTED("accepted"),
        /// It refused it.
        REJECTED("rejected"),
        /// It did not come to that: a map, the types or the target was refused.
        NOT_ASKED("not asked");

        private final String word;

        Finding(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    static KernelOpinion of(KernelVerdict verdict) {
        return new KernelOpinion(
                verdict.accepted() ? Finding.ACCEPTED : Finding.REJECTED,
                verdict.errnoName(),
                verdict.message(),
                verdict.processed(),
                verdict.log().lines().toList());
    }

    static KernelOpinion of(KernelException refusal) {
        return new KernelOpinion(
                Finding.NOT_ASKED, "", refusal.diagnostic().message(), 0, List.of());
    }

    /// For people.
    String line() {
        String words = message.isEmpty() ? "" : ": " + message;
        return switch (finding) {
            case ACCEPTED -> "this kernel: accepted, %,d insns".formatted(processed);
            case REJECTED -> "this kernel: rejected with %s%s".formatted(errno, words);
            case NOT_ASKED -> "this kernel: was not asked%s".formatted(words);
        };
    }
}
