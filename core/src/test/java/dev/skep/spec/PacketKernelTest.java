package dev.skep.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Holds what programs may do with pointers into their packet to what the running kernel accepts.
class PacketKernelTest {
    private final Kernel kernel = Kernel.require();

    @Test
    void packetsAreWrittenByTheTypesThatMay() {
        int asked = 0;
        for (ProgramType type : KernelTest.loadable()) {
            List<Long> start = packet(type);
            if (!start.isEmpty()) {
                // *(u8 *)(r7 + 0) = 0
                start.add(0x772L);
                assertEquals(type.writesPacket(), accepted(type, start), type::name);
                asked++;
            }
        }
        assertEquals(14, asked);
    }

    @Test
    void helpersTakePacketsWhereTheirRowsSay() {
        // r1 = r7; r2 = 8; r3 = r7; r4 = 8; r5 = 0
        List<Long> sums = List.of(0x71bfL, 0x8_0000_02b7L, 0x73bfL, 0x8_0000_04b7L, 0x5b7L);
        // r1 = r7; r2 = 8; r3 = 0; r4 = r10 - 8; *(u64 *)r4 = 0
        List<Long> numbers =
                List.of(0x71bfL, 0x8_0000_02b7L, 0x3b7L, 0xa4bfL, 0xffff_fff8_0000_0407L, 0x47aL);
        for (ProgramType type : KernelTest.loadable()) {
            check(type, "csum_diff", sums);
            check(type, "strtol", numbers);
        }
    }

    private void check(ProgramType type, String name, List<Long> arguments) {
        Helper helper = Helpers.byName(name).orElseThrow();
        AttachType attach = KernelTest.attachTypes(type).getLast();
        List<Long> start = packet(type);
        if (!start.isEmpty() && Helpers.allowed(helper, type, attach)) {
            start.addAll(arguments);
            start.add(0x85 | (long) helper.id() << 32);
            assertEquals(
                    Helpers.takesPacket(helper, type), accepted(type, start), type + " " + name);
        }
    }

    /// The start of a program that has 64 bytes of the packet in `r7`; empty where there is none.
    private static List<Long> packet(ProgramType type) {
        List<Long> start = new ArrayList<>();
        ContextLayout.of(type, KernelTest.attachTypes(type).getLast())
                .ifPresent(
                        layout -> {
                            for (ContextField field : layout.fields()) {
                                ContextField.Kind kind = field.kind();
                                boolean readable = field.readable();
                                if (readable && begins(kind)) {
                                    start.add(load(7, field));
                                } else if (readable && ends(kind)) {
                                    start.add(load(8, field));
                                }
                            }
                        });
        if (!start.isEmpty()) {
            // r2 = r7; r2 += 64; if r2 <= r8 goto +2; r0 = 1; exit
            start.addAll(List.of(0x72bfL, 0x40_0000_0207L, 0x0002_82bdL, 0x1_0000_00b7L, 0x95L));
        }
        return start;
    }

    private static boolean begins(ContextField.Kind kind) {
        return kind == ContextField.Kind.PACKET || kind == ContextField.Kind.OPTION_VALUE;
    }

    private static boolean ends(ContextField.Kind kind) {
        return kind == ContextField.Kind.PACKET_END || kind == ContextField.Kind.OPTION_VALUE_END;
    }

    /// `register = *(r1 + offset)`.
    private static long load(long register, ContextField field) {
        return 0x61
                | KernelTest.size(field.size())
                | register << 8
                | 0x1000L
                | (long) field.offset() << 16;
    }

    private boolean accepted(ProgramType type, List<Long> start) {
        AttachType attach = KernelTest.attachTypes(type).getLast();
        return kernel.load(type, attach, KernelTest.code(start, 1)).accepted();
    }
}
