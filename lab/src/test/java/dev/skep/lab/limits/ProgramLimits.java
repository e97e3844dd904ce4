package dev.skep.lab.limits;

import dev.skep.isa.AluOp;
import dev.skep.isa.Bytecode;
import dev.skep.isa.Insn;
import dev.skep.isa.Operand;
import dev.skep.isa.Width;
import dev.skep.lab.verify.VerifyCase;
import dev.skep.object.KernelSymbols;
import dev.skep.program.Program;
import dev.skep.spec.ProgramType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The limits that the verifier watches.
final class ProgramLimits {
    private static final int WALKED = 1_000_000;
    private static final int UNPRIVILEGED = 4_096;
    private static final int FRAMES = 8;
    private static final int MAPS = 64;

    private ProgramLimits() {}

    static List<ProgramLimit> all() {
        return List.of(
                ProgramLimit.of(
                                "instructions of a program, unprivileged",
                                "4,096",
                                straight(UNPRIVILEGED),
                                straight(UNPRIVILEGED + 1))
                        .unprivileged(),
                ProgramLimit.of(
                        "instructions of a program",
                        "1,000,000",
                        straight(WALKED),
                        straight(WALKED + 1)),
                ProgramLimit.of(
                        "instructions walked, over all paths and rounds",
                        "1,000,000",
                        loop(333_331),
                        loop(333_334)),
                ProgramLimit.of("paths open at once", "8,192", branches(8_192), branches(8_193)),
                ProgramLimit.of("frames of calls", "8", calls(FRAMES, 0), calls(FRAMES + 1, 0)),
                ProgramLimit.of(
                        "`bpf_loop` callbacks within each other",
                        "7 (8 frames)",
                        callbacks(FRAMES - 1, 0),
                        callbacks(FRAMES, 0)),
                ProgramLimit.of("stack of one function", "512 bytes", stack(-512), stack(-520)),
                ProgramLimit.of(
                        "stack of a chain of calls", "512 bytes", calls(2, 256), calls(2, 264)),
                ProgramLimit.of(
                        "stack of a chain through a callback",
                        "512 bytes",
                        callbacks(1, 256),
                        callbacks(1, 264)),
                ProgramLimit.of("maps of a program", "64", maps(MAPS), maps(MAPS + 1)));
    }

    /// Loops within each other are no limit of their own: only what is walked counts.
    static Program nestedLoops(int depth) {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < depth; i++) {
            int offset = -8 * (i + 1);
            code.append("*(u64 *)(r10 %d) = 0\nl%d:\n".formatted(offset, i));
        }
        for (int i = depth - 1; i >= 0; i--) {
            int offset = -8 * (i + 1);
            code.append(
                    "r1 = *(u64 *)(r10 %d)\nr1 += 1\n*(u64 *)(r10 %d) = r1\nif r1 < 1 goto l%d\n"
                            .formatted(offset, offset, i));
        }
        return parse("nested", "", code + "r0 = 0\nexit");
    }

    private static Program straight(int count) {
        Insn move = new Insn.Alu(AluOp.MOV, Width.W64, 0, new Operand.Immediate(0));
        List<Insn> code = new ArrayList<>(Collections.nCopies(count - 1, move));
        code.add(new Insn.Exit());
        return Program.of("straight", ProgramType.SOCKET_FILTER, Bytecode.of(code));
    }

    /// Three instructions a round, and four around.
    private static Program loop(int rounds) {
        return parse(
                "loop",
                "",
                """
                r1 = 0
                again:
                r1 += 1
                r2 = r1
                if r1 < %d goto again
                r0 = 0
                exit
                """
                        .formatted(rounds));
    }

    /// The other side of each branch is walked later.
    private static Program branches(int count) {
        String code =
                IntStream.range(0, count)
                        .mapToObj(i -> "if r6 == %d goto out".formatted(i))
                        .collect(Collectors.joining("\n"));
        return parse(
                "branches", "", "r6 = *(u32 *)(r1 + 0)\nr0 = 0\n" + code + "\nr0 = 0\nout:\nexit");
    }

    private static Program calls(int frames, int stack) {
        String use = stack == 0 ? "" : "*(u64 *)(r10 - %d) = 0\n".formatted(stack);
        StringBuilder code = new StringBuilder();
        StringBuilder functions = new StringBuilder();
        for (int i = 1; i < frames; i++) {
            code.append(use).append("call f%d\nexit\nf%d:\n".formatted(i, i));
            functions.append("function f%d static int ctx\n".formatted(i));
        }
        return parse("calls", functions.toString(), code + use + "r0 = 0\nexit");
    }

    private static Program callbacks(int depth, int stack) {
        String use = stack == 0 ? "" : "*(u64 *)(r10 - %d) = 0\n".formatted(stack);
        StringBuilder code = new StringBuilder();
        StringBuilder functions = new StringBuilder();
        for (int i = 1; i <= depth; i++) {
            code.append(use)
                    .append(
                            "r1 = 1\nr2 = subprog[f%d]\nr3 = 0\nr4 = 0\ncall bpf_loop\nr0 = 0\nexit\nf%d:\n"
                                    .formatted(i, i));
            functions.append("function f%d static int int ctx\n".formatted(i));
        }
        return parse("callbacks", functions.toString(), code + use + "r0 = 0\nexit");
    }

    private static Program stack(int offset) {
        return parse("stack", "", "*(u64 *)(r10 %d) = 0\nr0 = 0\nexit".formatted(offset));
    }

    private static Program maps(int count) {
        String maps =
                IntStream.range(0, count)
                        .mapToObj(i -> "map m%d array key=4 value=8 entries=1\n".formatted(i))
                        .collect(Collectors.joining());
        String code =
                IntStream.range(0, count)
                        .mapToObj(i -> "r1 = map[m%d]\n".formatted(i))
                        .collect(Collectors.joining());
        return parse("maps", maps, code + "r0 = 0\nexit");
    }

    private static Program parse(String name, String head, String code) {
        String text =
                "program %s\ntype sched_cls\n%scode\n%s\nend\n".formatted(name, head, code.strip());
        return VerifyCase.parse(text, KernelSymbols.listed()).getFirst().program();
    }
}
