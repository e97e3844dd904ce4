package dev.skep.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Holds the tables to what the running kernel accepts.
class KernelTest {
    private static final long EXIT = 0x95;

    /// Loading these takes more than a type and an attach type.
    private static final Set<ProgramType> NEED_A_TARGET =
            EnumSet.of(
                    ProgramType.TRACING,
                    ProgramType.STRUCT_OPS,
                    ProgramType.EXT,
                    ProgramType.LSM,
                    ProgramType.LIRC_MODE2);

    /// Whether kernels offer these depends on how they were built and locked down.
    private static final Set<String> CONFIGURED = Set.of("probe_write_user", "override_return");

    /// Refused to some types only after its argument was found right.
    private static final String LATE = "get_func_ip";

    /// What the kernel says to a helper that the program may not call at all.
    private static final List<String> REFUSALS =
            List.of(
                    "cannot use helper",
                    "not supported for program type",
                    "helper call is not allowed in probe");

    private final Kernel kernel = Kernel.require();

    @Test
    void helpersAreOfferedToTheProgramTypesOfTheirRows() {
        List<String> differences = new ArrayList<>();
        int asked = 0;
        for (ProgramType type : loadable()) {
            for (AttachType attach : attachTypes(type)) {
                for (Helper helper : Helpers.all()) {
                    String log = kernel.load(type, attach, call(helper)).log();
                    boolean offered = REFUSALS.stream().noneMatch(log::contains);
                    asked++;
                    if (offered != Helpers.allowed(helper, type, attach)
                            && !helper.name().equals(LATE)
                            && !CONFIGURED.contains(helper.name())) {
                        differences.add(attach + " " + helper.name() + ": " + log);
                    }
                }
            }
        }
        assertTrue(asked > 5_000, "asked " + asked);
        assertEquals(List.of(), differences);
    }

    @Test
    void addressesOfFunctionsAreForProbesOnly() {
        // call bpf_get_func_ip
        List<Long> call = List.of(0x85 | 173L << 32);
        for (ProgramType type : loadable()) {
            AttachType attach = attachTypes(type).getFirst();
            Helper helper = Helpers.byName(LATE).orElseThrow();
            assertEquals(
                    Helpers.allowed(helper, type, attach),
                    accepted(type, attach, call),
                    type::name);
        }
    }

    @Test
    void firstArgumentsAreContextsWhereTheirRowsSay() {
        List<String> differences = new ArrayList<>();
        for (ProgramType type : loadable()) {
            for (AttachType attach : attachTypes(type)) {
                for (Helper helper : Helpers.all()) {
                    String log = kernel.load(type, attach, call(helper)).log();
                    List<Helper.Argument> arguments = helper.arguments(type);
                    boolean ours =
                            !arguments.isEmpty()
                                    && arguments.getFirst().kind() == ArgumentKind.CONTEXT;
                    boolean asked = log.contains("R1 type=scalar expected=");
                    if (asked && ours != log.contains("expected=ctx\n")) {
                        differences.add(type + " " + attach + " " + helper.name() + ": " + log);
                    }
                }
            }
        }
        assertEquals(List.of(), differences);
    }

    @Test
    void fieldsAreReadAndWrittenAsTheirRowsSay() {
        List<String> differences = new ArrayList<>();
        for (ProgramType type : loadable()) {
            // The kernel takes parts of the first argument, unless they start at 0: we take none.
            if (type != ProgramType.RAW_TRACEPOINT_WRITABLE) {
                for (AttachType attach : attachTypes(type)) {
                    ContextLayout.of(type, attach)
                            .ifPresent(layout -> compare(type, attach, layout, differences));
                }
            }
        }
        assertEquals(List.of(), differences);
    }

    @Test
    void programsExpectTheAttachTypesOfTheirType() {
        List<String> differences = new ArrayList<>();
        for (ProgramType type : loadable()) {
            for (AttachType attach : AttachType.values()) {
                if (type.accepts(attach) != accepted(type, attach, List.of())) {
                    differences.add(type + " " + attach);
                }
            }
        }
        assertEquals(List.of(), differences);
    }

    @Test
    void returnValuesStayInTheirRanges() {
        List<String> differences = new ArrayList<>();
        for (ProgramType type : loadable()) {
            for (AttachType attach : attachTypes(type)) {
                for (int value : new int[] {-4096, -2, -1, 0, 1, 2, 3, 4, 5, 100, 0x7fffffff}) {
                    boolean allowed = kernel.load(type, attach, code(List.of(), value)).accepted();
                    int returned = value;
                    boolean ours =
                            type.returnRange(attach).map(r -> r.contains(returned)).orElse(true);
                    if (allowed != ours) {
                        differences.add(type + " " + attach + " returning " + value);
                    }
                }
            }
        }
        assertEquals(List.of(), differences);
    }

    @Test
    void programsMaySleepWhereTheKernelLetsThem() {
        for (ProgramType type : loadable()) {
            AttachType attach = attachTypes(type).getFirst();
            long[] code = code(List.of(), 1);
            boolean asked = kernel.load(type, attach, code, Kernel.SLEEPABLE).accepted();
            assertEquals(type.maySleep(attach), asked, type::name);
            boolean silent = kernel.load(type, attach, code, 0).accepted();
            assertEquals(type.mustSleep(), !silent, type::name);
        }
    }

    @Test
    void refusedReturnValuesAreWordedAsTheKernelDoes() {
        ProgramType type = ProgramType.CGROUP_SKB;
        AttachType attach = AttachType.CGROUP_INET_EGRESS;
        ReturnRange range = type.returnRange(attach).orElseThrow();
        String large = kernel.load(type, attach, code(List.of(), -7)).log();
        String says = range.kernelSays("At program exit", "R0", -7, -7);
        assertTrue(large.contains(says), large + says);
        // call bpf_get_prandom_u32; exit
        String unknown = kernel.load(type, attach, new long[] {0x85 | 7L << 32, EXIT}).log();
        says = range.kernelSays("At program exit", "R0", Long.MIN_VALUE, Long.MAX_VALUE);
        assertTrue(unknown.contains(says), unknown + says);
    }

    private void compare(
            ProgramType type, AttachType attach, ContextLayout layout, List<String> differences) {
        for (int at = 0; at < layout.size(); at++) {
            for (int bytes = 1; bytes <= 8 && at + bytes <= layout.size(); bytes *= 2) {
                int offset = at;
                int width = bytes;
                boolean read =
                        layout.fieldAt(at).filter(f -> f.allowsRead(offset, width)).isPresent();
                boolean write =
                        layout.fieldAt(at).filter(f -> f.allowsWrite(offset, width)).isPresent();
                // r2 = *(r1 + at)
                long load = 0x61 & 7 | size(bytes) | 0x60 | 0x12L << 8 | (long) at << 16;
                if (read != accepted(type, attach, List.of(load))) {
                    differences.add("%s: read %d at %d, %s".formatted(attach, bytes, at, read));
                }
                // r2 = 0; *(r1 + at) = r2
                long store = 0x63 & 7 | size(bytes) | 0x60 | 0x21L << 8 | (long) at << 16;
                if (write != accepted(type, attach, List.of(0x2b7L, store))) {
                    differences.add("%s: write %d at %d, %s".formatted(attach, bytes, at, write));
                }
            }
        }
    }

    /// The types that load by themselves.
    static Set<ProgramType> loadable() {
        return EnumSet.complementOf(EnumSet.copyOf(NEED_A_TARGET));
    }

    /// Whether programs may start like this.
    private boolean accepted(ProgramType type, AttachType attach, List<Long> start) {
        return kernel.load(type, attach, code(start, 1)).accepted();
    }

    static long size(int bytes) {
        return switch (bytes) {
            case 1 -> 0x10;
            case 2 -> 0x08;
            case 4 -> 0x00;
            default -> 0x18;
        };
    }

    private static long[] call(Helper helper) {
        List<Long> start = new ArrayList<>();
        for (long register = 1; register <= 5; register++) {
            start.add(0xb7 | register << 8);
        }
        start.add(0x85 | (long) helper.id() << 32);
        return code(start, 1);
    }

    /// The start of a program, and its end: `r0 = result; exit`.
    static long[] code(List<Long> start, int result) {
        List<Long> code = new ArrayList<>(start);
        code.add(0xb7 | (long) result << 32);
        code.add(EXIT);
        return code.stream().mapToLong(Long::longValue).toArray();
    }

    /// What programs of a type may expect to be attached as; just one where the type takes any, as
    /// then it makes no difference, but for the few that are named here.
    static List<AttachType> attachTypes(ProgramType type) {
        List<AttachType> accepted =
                EnumSet.allOf(AttachType.class).stream().filter(type::accepts).toList();
        return switch (type) {
            case XDP -> List.of(AttachType.XDP, AttachType.XDP_DEVMAP);
            case KPROBE ->
                    List.of(
                            none(),
                            AttachType.TRACE_KPROBE_SESSION,
                            AttachType.TRACE_UPROBE_SESSION);
            default -> accepted.size() < AttachType.values().length ? accepted : List.of(none());
        };
    }

    /// The number 0.
    private static AttachType none() {
        return AttachType.CGROUP_INET_INGRESS;
    }
}
