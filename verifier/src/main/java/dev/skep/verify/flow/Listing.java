package dev.skep.verify.flow;

import dev.skep.asm.Dialect;
import dev.skep.asm.HelperNames;
import dev.skep.asm.Printer;
import dev.skep.diag.Diagnostic;
import dev.skep.diag.Place;
import dev.skep.isa.Insn;
import dev.skep.program.Program;
import dev.skep.program.SourceLine;
import dev.skep.spec.Helper;
import dev.skep.spec.Helpers;
import dev.skep.verify.VerifierCode;
import java.util.Optional;
import java.util.stream.Collectors;

/// A program as the analyses read it: instructions by slot, names, places.
public final class Listing {
    /// The printers, made when something is printed: they know the names of all helpers.
    private static final class Printers {
        private static final HelperNames NAMES =
                HelperNames.of(
                        Helpers.all().stream()
                                .collect(Collectors.toMap(Helper::id, Helper::fullName)));
        static final Printer COMMON = new Printer(Dialect.COMMON, NAMES);
        static final Printer KERNEL = new Printer(Dialect.KERNEL, NAMES);
    }

    private final Program program;
    private final Insn[] insns;

    /// Reads `program`.
    public Listing(Program program) {
        this.program = program;
        this.insns = new Insn[program.code().slots()];
        for (int slot = 0; slot < insns.length; slot++) {
            insns[slot] = program.code().startsAt(slot) ? program.code().at(slot) : null;
        }
    }

    /// The program.
    public Program program() {
        return program;
    }

    /// How many slots it has.
    public int size() {
        return insns.length;
    }

    /// The instruction at `slot`; `null` for the second half of a wide load.
    public Insn at(int slot) {
        return insns[slot];
    }

    /// The helper that the instruction at `slot` calls, if it calls one that exists.
    public Optional<Helper> helperAt(int slot) {
        return insns[slot] instanceof Insn.CallHelper call
                ? Helpers.byId(call.id())
                : Optional.empty();
    }

    /// The name of the kernel function that the instruction at `slot` calls; empty if it calls none
    /// or one without a name.
    public String kfuncAt(int slot) {
        return insns[slot] instanceof Insn.CallKfunc call
                ? program.kernelNames().getOrDefault(call.btfId(), "")
                : "";
    }

    /// The instruction at `slot` as text.
    public String text(int slot) {
        Insn insn = slot >= 0 && slot < insns.length ? insns[slot] : null;
        return insn == null ? "" : Printers.COMMON.print(insn, slot, program.kernelNames());
    }

    /// The source line of the instruction at `slot`; the instruction itself where it is not known.
    public String sourceOrText(int slot) {
        return program.lineAt(slot)
                .map(line -> line.text().strip())
                .filter(text -> !text.isEmpty())
                .orElseGet(() -> text(slot));
    }

    /// The instruction at `slot` as the kernel's log prints it.
    public String kernelText(int slot) {
        return Printers.KERNEL.withOpcode(insns[slot], slot);
    }

    /// `insn 14 (firewall.c:31)`.
    public String point(int slot) {
        return "insn "
                + slot
                + program.lineAt(slot).map(line -> " (" + line.describe() + ")").orElse("");
    }

    /// The place of the instruction at `slot`.
    public Place place(int slot) {
        String name =
                program.subprogramAt(slot)
                        .map(subprogram -> subprogram.name())
                        .orElse(program.name());
        String source = program.lineAt(slot).map(SourceLine::describe).orElse("");
        return new Place.InProgram(name, slot, source, text(slot));
    }

    /// A refusal of the instruction at `slot`.
    ///
    /// @param kernel the kernel's wording
    public Refusal refuse(VerifierCode code, int slot, String message, String kernel) {
        return new Refusal(
                Diagnostic.of(code, message).at(place(slot)).fix(code.remedy()).kernelSays(kernel));
    }
}
