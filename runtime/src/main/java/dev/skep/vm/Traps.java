package dev.skep.vm;

import dev.skep.asm.Printer;
import dev.skep.diag.Diagnostic;
import dev.skep.diag.Place;
import dev.skep.diag.TrapException;
import dev.skep.isa.Bytecode;
import dev.skep.isa.Insn;
import dev.skep.isa.Operand;
import dev.skep.program.Program;
import dev.skep.program.SourceLine;
import dev.skep.program.Subprogram;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Makes diagnostics of faults: adds where it happened and what the registers held.
final class Traps {
    private Traps() {}

    /// A fault before the first instruction ran.
    static TrapException at(Fault fault, Program program, int slot) {
        return new TrapException(fault.diagnostic().at(place(program, slot)));
    }

    /// A fault somewhere in compiled code.
    static Diagnostic in(Fault fault, Program program) {
        return fault.diagnostic().at(new Place.Named(program.name()));
    }

    /// A fault of the instruction at `slot`.
    static TrapException at(Fault fault, Program program, int slot, long[] registers) {
        Diagnostic diagnostic = fault.diagnostic().at(place(program, slot));
        String values =
                used(program.code(), slot)
                        .distinct()
                        .mapToObj(r -> "r%d = 0x%x".formatted(r, registers[r]))
                        .collect(Collectors.joining(", "));
        return new TrapException(values.isEmpty() ? diagnostic : diagnostic.because(values));
    }

    static Fault unsupported(String what, String remedy) {
        return new Fault(TrapCode.UNSUPPORTED, what, remedy, "");
    }

    private static Place place(Program program, int slot) {
        Bytecode code = program.code();
        String name = program.subprogramAt(slot).map(Subprogram::name).orElse(program.name());
        String line = program.lineAt(slot).map(SourceLine::describe).orElse("");
        String text =
                code.startsAt(slot)
                        ? Printer.COMMON.print(code.at(slot), slot, program.kernelNames())
                        : "nothing";
        return new Place.InProgram(name, slot, line, text);
    }

    /// The registers that the instruction works with.
    private static IntStream used(Bytecode code, int slot) {
        return code.startsAt(slot) ? used(code.at(slot)) : IntStream.empty();
    }

    private static IntStream used(Insn insn) {
        return switch (insn) {
            case Insn.Alu i -> IntStream.concat(IntStream.of(i.dst()), used(i.src()));
            case Insn.Branch i -> IntStream.concat(IntStream.of(i.dst()), used(i.src()));
            case Insn.Store i -> IntStream.concat(IntStream.of(i.base()), used(i.src()));
            case Insn.Negate i -> IntStream.of(i.dst());
            case Insn.SignExtend i -> IntStream.of(i.src());
            case Insn.ByteSwap i -> IntStream.of(i.dst());
            case Insn.CastAddressSpace i -> IntStream.of(i.src());
            case Insn.Load i -> IntStream.of(i.base());
            case Insn.LoadAcquire i -> IntStream.of(i.base());
            case Insn.StoreRelease i -> IntStream.of(i.base(), i.src());
            case Insn.Atomic i -> IntStream.of(i.base(), i.src());
            case Insn.PacketLoad i -> i.index() < 0 ? IntStream.of(6) : IntStream.of(6, i.index());
            case Insn.CallRegister i -> IntStream.of(i.register());
            case Insn.CallHelper _, Insn.CallKfunc _ -> IntStream.rangeClosed(1, 5);
            case Insn.Exit _ -> IntStream.of(0);
            case Insn.CallSubprogram _, Insn.LoadImmediate _, Insn.Goto _, Insn.MayGoto _ ->
                    IntStream.empty();
        };
    }

    private static IntStream used(Operand operand) {
        return switch (operand) {
            case Operand.Register(int number) -> IntStream.of(number);
            case Operand.Immediate _ -> IntStream.empty();
        };
    }
}
