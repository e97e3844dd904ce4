package dev.skep.cli;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.Place;
import dev.skep.object.ObjectFunction;
import dev.skep.program.Program;
import dev.skep.program.SourceLine;
import dev.skep.program.Subprogram;
import dev.skep.spec.AttachType;
import dev.skep.spec.ProgramType;
import dev.skep.verify.Statistics;
import dev.skep.verify.Verdict;
import dev.skep.verify.VerifiedProgram;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What came of one program, or of a file that holds none because it cannot be read.
///
/// @param subject what was to be verified
/// @param finding what came of it
/// @param diagnostic why it was not accepted
/// @param construct the name of what the verifier does not know, else empty
/// @param statistics what it took; nothing where there was no verdict
/// @param line the source line of the instruction that the diagnostic names
/// @param function the function of that instruction, else empty
/// @param log the trace, if that was asked for
/// @param verified the program, if it was accepted
/// @param kernel what the running kernel says, if it was asked
record Outcome(
        Subject subject,
        Finding finding,
        Optional<Diagnostic> diagnostic,
        String construct,
        Statistics statistics,
        Optional<SourceLine> line,
        String function,
        List<String> log,
        Optional<VerifiedProgram> verified,
        Optional<KernelOpinion> kernel) {
    private static final Statistics NOTHING = new Statistics(0, 0, 0, 0, 0);

    /// What was to be verified.
    ///
    /// @param object the file
    /// @param program its name; empty for a whole file
    /// @param type empty if unknown
    /// @param attachType the kernel's number
    record Subject(
            String object,
            String program,
            String section,
            Optional<ProgramType> type,
            int attachType) {
        static Subject of(String object, Program program) {
            return new Subject(
                    object,
                    program.name(),
                    program.section(),
                    Optional.ofNullable(program.type()),
                    program.attachType());
        }

        static Subject of(String object, ObjectFunction program) {
            return new Subject(
                    object,
                    program.name(),
                    program.section(),
                    program.type(),
                    program.attachType());
        }

        static Subject of(String object) {
            return named(object, "");
        }

        static Subject named(String object, String program) {
            return new Subject(object, program, "", Optional.empty(), 0);
        }

        /// `cgroup_inet4_bind`; empty if the program expects none.
        String attachName() {
            return attachType == 0
                    ? ""
                    : AttachType.byId(attachType)
                            .map(AttachTypeConverter::shortName)
                            .orElse(String.valueOf(attachType));
        }
    }

    /// What came of a program.
    enum Finding {
        /// The kernel would load it.
        ACCEPTED("accepted"),
        /// The kernel would refuse it.
        REJECTED("rejected"),
        /// It uses something that the verifier does not know.
        UNDECIDED("undecided"),
        /// The verifier was not asked: the file or program is broken, or skep is.
        FAILED("failed");

        private final String word;

        Finding(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /// A verdict.
    static Outcome of(Subject subject, Program program, Verdict verdict, List<String> log) {
        return switch (verdict) {
            case Verdict.Accepted(VerifiedProgram verified, Statistics statistics) ->
                    new Outcome(
                            subject,
                            Finding.ACCEPTED,
                            Optional.empty(),
                            "",
                            statistics,
                            Optional.empty(),
                            "",
                            log,
                            Optional.of(verified),
                            Optional.empty());
            case Verdict.Rejected(Diagnostic why, Statistics statistics) ->
                    located(subject, program, Finding.REJECTED, why, "", statistics, log);
            case Verdict.Undecided(Diagnostic why, String construct, Statistics statistics) ->
                    located(subject, program, Finding.UNDECIDED, why, construct, statistics, log);
        };
    }

    /// A program with something that is no instruction: no kernel loads it.
    static Outcome undecodable(Subject subject, Diagnostic why) {
        return without(subject, Finding.REJECTED, why);
    }

    /// No verdict.
    static Outcome failed(Subject subject, Diagnostic why) {
        return without(subject, Finding.FAILED, why);
    }

    /// The same with a diagnostic that somebody knows more about.
    Outcome explained(UnaryOperator<Diagnostic> more) {
        return new Outcome(
                subject,
                finding,
                diagnostic.map(more),
                construct,
                statistics,
                line,
                function,
                log,
                verified,
                kernel);
    }

    /// The same with what the running kernel says.
    Outcome withKernel(KernelOpinion opinion) {
        return new Outcome(
                subject,
                finding,
                diagnostic,
                construct,
                statistics,
                line,
                function,
                log,
                verified,
                Optional.of(opinion));
    }

    private static Outcome without(Subject subject, Finding finding, Diagnostic why) {
        return new Outcome(
                subject,
                finding,
                Optional.of(why),
                "",
                NOTHING,
                Optional.empty(),
                "",
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    private static Outcome located(
            Subject subject,
            Program program,
            Finding finding,
            Diagnostic why,
            String construct,
            Statistics statistics,
            List<String> log) {
        Optional<Integer> slot =
                why.place() instanceof Place.InProgram at
                        ? Optional.of(at.index())
                        : Optional.empty();
        return new Outcome(
                subject,
                finding,
                Optional.of(why),
                construct,
                statistics,
                slot.flatMap(program::lineAt),
                slot.flatMap(program::subprogramAt).map(Subprogram::name).orElse(""),
                log,
                Optional.empty(),
                Optional.empty());
    }
}
