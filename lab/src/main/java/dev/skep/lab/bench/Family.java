package dev.skep.lab.bench;

import dev.skep.lab.verify.VerifyCase;
import dev.skep.program.Program;
import java.util.Locale;

/// Programs of one kind that take as many processed instructions as one likes.
public enum Family {
    /// A bounded loop, walked round by round.
    LOOP(
            5,
            """
              r1 = 0
              r0 = 0
            again:
              r1 += 1
              r2 = r1
              r2 *= 3
              r2 ^= 5
              if r1 < %d goto again
              r0 = 0
              exit
            """),
    /// One function without a way back: numbers that are spilled and read again, and a branch
    /// either side of which is walked every 128 instructions.
    STRAIGHT(
            249,
            """
              r7 = 1
            .rept %d
              call bpf_get_prandom_u32
              r8 = r0
              if r0 > 100 goto above\\+
              r8 = 7
            above\\+:
            """
                    + """
              r8 &= 255
              *(u64 *)(r10 - 16) = r8
              r9 = r8
              r9 <<= 2
              *(u32 *)(r10 - 24) = r9
              r3 = *(u64 *)(r10 - 16)
              r3 += r9
              r7 = r3
              """
                            .repeat(15)
                    + """
            .endr
              r0 = 0
              exit
            """),
    /// A loop that goes through the states of a protocol.
    STATE_MACHINE(
            9.75,
            """
              r6 = 0
              r7 = 0
            next:
              r7 += 1
              if r7 > %d goto done
              r8 = r7
              r8 &= 3
              if r6 == 1 goto header
              if r6 == 2 goto body
              r6 = 1
              *(u64 *)(r10 - 8) = r7
              goto next
            header:
              r9 = *(u64 *)(r10 - 8)
              r9 += r8
              *(u64 *)(r10 - 16) = r9
              r6 = 2
              goto next
            body:
              r9 = *(u64 *)(r10 - 16)
              if r9 > 1000000 goto done
              if r8 == 3 goto next
              r6 = 0
              goto next
            done:
              r0 = 0
              exit
            """),
    /// Loops in loops.
    NESTED_LOOPS(
            79,
            """
              r6 = 0
            outer:
              r7 = 0
            middle:
              r8 = 0
            inner:
              r8 += 1
              r9 = r8
              r9 += r7
              if r8 < 4 goto inner
              r7 += 1
              if r7 < 4 goto middle
              r6 += 1
              if r6 < %d goto outer
              r0 = 0
              exit
            """),
    /// Calls of `bpf_loop` one after the other.
    BPF_LOOP(
            152,
            """
              *(u64 *)(r10 - 8) = 0
            .rept %d
              r1 = 100
              r2 = subprog[body]
              r3 = r10
              r3 += -8
              r4 = 0
              call bpf_loop
            .endr
              r0 = 0
              exit
            body:
              r3 = *(u64 *)(r2 + 0)
              r0 = 0
            add:
              r3 += r1
              r3 ^= r0
              r0 += 1
              if r0 < 16 goto add
              *(u64 *)(r2 + 0) = r3
              r0 = 0
              exit
            """),
    /// A loop that calls a function, which calls another.
    SUBPROGRAMS(
            17,
            """
              r6 = 0
            again:
              r1 = r6
              r2 = r10
              r2 += -8
              call store
              r6 += 1
              if r6 < %d goto again
              r0 = 0
              exit
            store:
              *(u64 *)(r10 - 8) = r2
              call twice
              r2 = *(u64 *)(r10 - 8)
              *(u64 *)(r2 + 0) = r0
              r0 = 0
              exit
            twice:
              *(u64 *)(r10 - 8) = r1
              r1 += r1
              r0 = r1
              r1 = *(u64 *)(r10 - 8)
              exit
            """);

    private final double insnsPerRound;
    private final String code;

    Family(double insnsPerRound, String code) {
        this.insnsPerRound = insnsPerRound;
        this.code = code;
    }

    /// How people call it.
    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /// The member for which the verifier processes about so many instructions: never more.
    public Program processing(int insns) {
        int rounds = (int) Math.max(1, (insns - 20) / insnsPerRound);
        String functions =
                switch (this) {
                    case BPF_LOOP -> "function body static int int ctx\n";
                    case LOOP, STRAIGHT, STATE_MACHINE, NESTED_LOOPS, SUBPROGRAMS -> "";
                };
        String text =
                "program %s%ntype socket_filter%n%scode%n%send%n"
                        .formatted(name(), functions, code.formatted(rounds));
        return VerifyCase.parse(text).getFirst().program();
    }
}
