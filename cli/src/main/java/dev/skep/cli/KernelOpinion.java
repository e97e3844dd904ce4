package dev.skep.cli;

import dev.skep.linux.KernelException;
import dev.skep.linux.KernelVerdict;
import dev.skep.verify.VerifierCode;
import java.util.Arrays;
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

    /// The codes whose pages explain the kernel's last error; empty if none does. Registers and
    /// other numbers need not be the same.
    List<String> explained() {
        return finding == Finding.REJECTED && !message.isEmpty()
                ? Arrays.stream(VerifierCode.values())
                        .filter(code -> CodePage.of(code).filter(this::mentioned).isPresent())
                        .map(VerifierCode::id)
                        .toList()
                : List.of();
    }

    private boolean mentioned(CodePage page) {
        return page.markdown()
                .lines()
                .anyMatch(
                        line -> withoutNumbers(line).contains("`" + withoutNumbers(message) + "`"));
    }

    private static String withoutNumbers(String text) {
        return text.replaceAll("-?[0-9]+", "0");
    }

    /// Whether our verifier says the same; a verdict that is missing contradicts nothing.
    boolean agreesWith(Outcome.Finding own) {
        return switch (own) {
            case ACCEPTED -> finding != Finding.REJECTED;
            case REJECTED -> finding != Finding.ACCEPTED;
            case UNDECIDED, FAILED -> true;
        };
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
