package dev.skep.lab.verify;

import dev.skep.host.Errno;
import dev.skep.linux.KernelVerdict;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The kernel's verdict on a program, as corpora keep it in the member `kernel` of a raw line.
///
/// @param errno 0 if it accepted
/// @param message the line of its log that says what is wrong; empty if it accepted
/// @param processed instructions walked
/// @param micros time of verification
public record KernelAnswer(
        VerifyCase.Answer answer, int errno, String message, int processed, long micros) {
    /// The name of the member.
    public static final String MEMBER = "kernel";

    /// What a verdict comes to.
    public static KernelAnswer of(KernelVerdict verdict) {
        return new KernelAnswer(
                verdict.accepted() ? VerifyCase.Answer.ACCEPTED : VerifyCase.Answer.REJECTED,
                verdict.errno(),
                verdict.message(),
                verdict.processed(),
                verdict.verificationMicros());
    }

    /// The answer that a raw line carries, if it carries one.
    public static Optional<KernelAnswer> of(Map<String, Object> fields) {
        if (!(fields.get(MEMBER) instanceof Map<?, ?> members)) {
            return Optional.empty();
        }
        boolean accepted = "accepted".equals(members.get("verdict"));
        return Optional.of(
                new KernelAnswer(
                        accepted ? VerifyCase.Answer.ACCEPTED : VerifyCase.Answer.REJECTED,
                        (int) number(members.get("errno")),
                        members.get("message") instanceof String text ? text : "",
                        (int) number(members.get("processed")),
                        number(members.get("micros"))));
    }

    private static long number(Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }

    /// Whether the kernel took the program.
    public boolean accepted() {
        return answer == VerifyCase.Answer.ACCEPTED;
    }

    /// Whether the verifier had no say: this system forbids such programs to everybody.
    public boolean isPolicy() {
        return errno == Errno.EPERM.number() && message.isEmpty() && processed == 0;
    }

    /// The member of a raw line.
    public Map<String, Object> tree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("verdict", accepted() ? "accepted" : "rejected");
        tree.put("errno", errno);
        tree.put("message", message);
        tree.put("processed", processed);
        tree.put("micros", micros);
        return tree;
    }
}
