package dev.skep.linux;

import dev.skep.linux.sys.LoadReply;
import dev.skep.linux.sys.RefusedCall;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the kernel's verifier says to a program.
///
/// @param accepted whether it was loaded; it is dropped at once
/// @param errno the error number, 0 if it was loaded
/// @param log what the verifier wrote
/// @param processed instructions walked, over all paths; 0 if it did not come that far
/// @param states states remembered, all in all
/// @param peakStates the most states remembered at once
/// @param verificationMicros time by the kernel's own clock; 0 if it did not say
/// @param nanos time of the whole call, from outside
public record KernelVerdict(
        boolean accepted,
        int errno,
        String log,
        int processed,
        int states,
        int peakStates,
        long verificationMicros,
        long nanos) {
    private static final Pattern WORK =
            Pattern.compile(
                    "^processed (\\d+) insns .*total_states (\\d+) peak_states (\\d+)",
                    Pattern.MULTILINE);
    private static final Pattern TIME =
            Pattern.compile("^verification time (\\d+) usec", Pattern.MULTILINE);

    /// Lines that tell of the work, or of the path to the fault, and not of the fault.
    private static final Pattern ASIDE =
            Pattern.compile(
                    "processed \\d+ insns .*|verification time .*|stack depth .*|mark_precise: .*"
                            // Since Linux 7.3.
                            + "|subprog \\d+ \\(.*\\) .*insns_total .*"
                            + "|insns? ?_?processed .*|func#\\d+ @\\d+|\\d+: .*|;.*|from \\d+ to \\d+.*"
                            + "|cur state: .*|old state: .*|Live regs before insn:.*|live regs before insn:.*|\\s.*|");

    static KernelVerdict of(LoadReply reply) {
        Matcher work = last(WORK.matcher(reply.log()));
        Matcher time = last(TIME.matcher(reply.log()));
        return new KernelVerdict(
                reply.errno() == 0,
                reply.errno(),
                reply.log(),
                number(work, 1),
                number(work, 2),
                number(work, 3),
                number(time, 1),
                reply.nanos());
    }

    /// The name of the error number, `EACCES`; empty if it was loaded.
    public String errnoName() {
        return errno == 0 ? "" : RefusedCall.describe(errno);
    }

    /// The line of the log that says what is wrong: the last one that is no account of the way
    /// there. Empty for an accepted program, and where the kernel has no words.
    public String message() {
        if (accepted) {
            return "";
        }
        List<String> lines = log.lines().filter(line -> !ASIDE.matcher(line).matches()).toList();
        // The kernel forgets the end of some lines.
        return lines.isEmpty()
                ? ""
                : lines.getLast().replaceFirst("verification time .*", "").strip();
    }

    /// The matcher at the last match, as far as there is one.
    private static Matcher last(Matcher matcher) {
        int start = -1;
        while (matcher.find()) {
            start = matcher.start();
        }
        if (start >= 0) {
            matcher.find(start);
        }
        return matcher;
    }

    private static int number(Matcher found, int group) {
        return found.hasMatch() ? Integer.parseInt(found.group(group)) : 0;
    }
}
