package dev.skep.spec;

import java.util.Optional;
import java.util.Set;

/// What programs may do with a context that has no structure of its own ([ContextLayout] has those
/// that do). Asked of Linux 6.18.
///
/// @param shape what it consists of
/// @param start the first offset that may be used, in bytes
/// @param end the first offset that may not be used any more
/// @param access [ContextField.Access#READ], and [ContextField.Access#WRITE] where that is allowed
public record ContextRule(Shape shape, int start, int end, Set<ContextField.Access> access) {
    /// What such a context consists of.
    public enum Shape {
        /// Bytes: accesses of 1, 2, 4 and 8 of them at multiples of their size.
        BYTES,
        /// One number, to be read as a whole.
        NUMBER,
        /// A slot of 8 bytes for each argument of the function or tracepoint that the program is
        /// attached to: its type says how many there are and what they hold. Pointers are read as a
        /// whole; of numbers the first 1, 2, 4 or 8 bytes.
        ARGUMENTS
    }

    /// A program has at most 12 arguments.
    private static final int ARGUMENT_BYTES = 12 * Long.BYTES;

    /// The most that a tracepoint records.
    private static final int RECORD = 8192;

    private static final int SYSCALL_CONTEXT = 0xffff;

    private static final Set<ContextField.Access> READ = Set.of(ContextField.Access.READ);

    /// Copies the ways of access.
    public ContextRule {
        access = Set.copyOf(access);
    }

    /// The rule for programs of `type`; empty for those with a [ContextLayout], and for those that
    /// replace a function of another program, as they have its rules.
    public static Optional<ContextRule> of(ProgramType type) {
        return Optional.ofNullable(
                switch (type) {
                    // The first 8 bytes are the kernel's own.
                    case TRACEPOINT -> new ContextRule(Shape.BYTES, Long.BYTES, RECORD, READ);
                    case SYSCALL ->
                            new ContextRule(
                                    Shape.BYTES,
                                    0,
                                    SYSCALL_CONTEXT,
                                    Set.of(ContextField.Access.READ, ContextField.Access.WRITE));
                    case LIRC_MODE2 -> new ContextRule(Shape.NUMBER, 0, Integer.BYTES, READ);
                    case TRACING, LSM, STRUCT_OPS ->
                            new ContextRule(Shape.ARGUMENTS, 0, ARGUMENT_BYTES, READ);
                    case SOCKET_FILTER,
                            KPROBE,
                            SCHED_CLS,
                            SCHED_ACT,
                            XDP,
                            PERF_EVENT,
                            CGROUP_SKB,
                            CGROUP_SOCK,
                            LWT_IN,
                            LWT_OUT,
                            LWT_XMIT,
                            SOCK_OPS,
                            SK_SKB,
                            CGROUP_DEVICE,
                            SK_MSG,
                            RAW_TRACEPOINT,
                            CGROUP_SOCK_ADDR,
                            LWT_SEG6LOCAL,
                            SK_REUSEPORT,
                            FLOW_DISSECTOR,
                            CGROUP_SYSCTL,
                            RAW_TRACEPOINT_WRITABLE,
                            CGROUP_SOCKOPT,
                            EXT,
                            SK_LOOKUP,
                            NETFILTER ->
                            null;
                });
    }

    /// Whether `bytes` bytes at `at` may be read. Of [Shape#ARGUMENTS] this is what holds for a
    /// number that is there.
    public boolean allowsRead(int at, int bytes) {
        boolean aligned =
                switch (shape) {
                    case BYTES -> at % bytes == 0;
                    case NUMBER -> at == start && bytes == end - start;
                    case ARGUMENTS -> at % Long.BYTES == 0;
                };
        return aligned && at >= start && at + bytes <= end;
    }

    /// Whether `bytes` bytes at `at` may be written.
    public boolean allowsWrite(int at, int bytes) {
        return access.contains(ContextField.Access.WRITE) && allowsRead(at, bytes);
    }
}
