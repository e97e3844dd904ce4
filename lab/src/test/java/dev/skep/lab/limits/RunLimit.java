package dev.skep.lab.limits;

import dev.skep.lab.verify.VerifyCase;
import dev.skep.object.KernelSymbols;
import dev.skep.program.MapDefinition;
import dev.skep.program.MapDefinition.Slot;
import dev.skep.program.Program;
import java.util.List;

/// A limit that a program meets while it runs.
///
/// @param title the first cell of its row
/// @param most the second
/// @param beyond the third: what the program gets
/// @param runs what shows it
record RunLimit(String title, String most, String beyond, List<Run> runs) {
    /// A program and what it returns, on any host.
    record Run(Program program, int result) {}

    private static final int ROUNDS = 8 * 1024 * 1024;
    private static final int TOO_BIG = -7;
    private static final int TAIL_CALLS = 33;

    static List<RunLimit> all() {
        return List.of(
                new RunLimit(
                        "rounds of one `bpf_loop`",
                        "8,388,608",
                        "it returns `-E2BIG` and calls nothing",
                        List.of(new Run(loop(ROUNDS), 1), new Run(loop(ROUNDS + 1), TOO_BIG))),
                new RunLimit(
                        "numbers of one iterator (`bpf_iter_num_new`)",
                        "8,388,608",
                        "it returns `-E2BIG`, and the iterator gives none",
                        List.of(
                                new Run(numbers(0, ROUNDS), 0),
                                new Run(numbers(0, ROUNDS + 1), TOO_BIG),
                                new Run(numbers(-1, ROUNDS), TOO_BIG))),
                new RunLimit(
                        "tail calls of one run",
                        "33",
                        "the call does nothing: the program goes on behind it",
                        List.of(new Run(tailCalls(), TAIL_CALLS + 1))));
    }

    /// The callback ends the loop in its first round.
    private static Program loop(int rounds) {
        return parse(
                """
                program loop
                type sched_cls
                function once static int int ctx
                code
                  r1 = %d
                  r2 = subprog[once]
                  r3 = 0
                  r4 = 0
                  call bpf_loop
                  exit
                once:
                  r0 = 1
                  exit
                end
                """
                        .formatted(rounds));
    }

    private static Program numbers(int start, int end) {
        return parse(
                """
                program numbers
                type sched_cls
                code
                  r1 = r10
                  r1 += -8
                  w2 = %d
                  w3 = %d
                  call kfunc[bpf_iter_num_new]
                  r6 = r0
                  r1 = r10
                  r1 += -8
                  call kfunc[bpf_iter_num_destroy]
                  r0 = r6
                  exit
                end
                """
                        .formatted(start, end));
    }

    /// Counts how often it was started, and calls itself.
    private static Program tailCalls() {
        Program program =
                parse(
                        """
                        program again
                        type sched_cls
                        map programs prog_array key=4 value=4 entries=1
                        map count array key=4 value=8 entries=1
                        code
                          r6 = r1
                          r7 = map[count][0]+0 ll
                          r1 = *(u64 *)(r7 + 0)
                          r1 += 1
                          *(u64 *)(r7 + 0) = r1
                          r1 = r6
                          r2 = map[programs] ll
                          r3 = 0
                          call bpf_tail_call
                          r0 = *(u64 *)(r7 + 0)
                          exit
                        end
                        """);
        MapDefinition calls = program.maps().getFirst();
        MapDefinition filled = calls.withSlots(List.of(new Slot(0, program.name())));
        return program.withMaps(List.of(filled, program.maps().getLast()));
    }

    private static Program parse(String text) {
        return VerifyCase.parse(text, KernelSymbols.listed()).getFirst().program();
    }

    @Override
    public String toString() {
        return title;
    }
}
