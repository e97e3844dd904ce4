package dev.skep.lab.verify;

import dev.skep.asm.Dialect;
import dev.skep.asm.Printer;
import dev.skep.isa.Insn;
import dev.skep.program.Program;
import dev.skep.spec.AttachType;
import dev.skep.verify.Privilege;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Prints cases in their text form.
final class CaseWriter {
    /// The load flags by their names.
    static final Map<String, Integer> FLAGS = flags();

    private CaseWriter() {}

    static String print(VerifyCase one) {
        Program program = one.program();
        StringBuilder text = new StringBuilder();
        line(text, "program", program.name());
        line(text, "type", program.type().shortName());
        AttachType.byId(program.attachType())
                .filter(type -> type.id() != 0)
                .ifPresent(type -> line(text, "attach", type.name().toLowerCase(Locale.ROOT)));
        if (!program.attachTarget().isEmpty()) {
            line(text, "target", program.attachTarget());
        }
        if (!program.license().equals("GPL")) {
            line(text, "license", program.license());
        }
        if (program.flags() != 0) {
            line(text, "flags", names(program.flags()));
        }
        if (one.privilege() == Privilege.UNPRIVILEGED) {
            line(text, "mode", "unpriv");
        }
        program.maps().forEach(map -> line(text, "map", CaseMap.print(map)));
        CaseFunction.of(program).forEach(function -> line(text, "function", function.print()));
        code(text, program);
        one.recorded()
                .ifPresent(
                        r ->
                                line(
                                        text,
                                        "kernel",
                                        r.answer().name().toLowerCase(Locale.ROOT)
                                                + " "
                                                + r.message()));
        return text.toString();
    }

    private static void code(StringBuilder text, Program program) {
        Printer printer = new Printer(Dialect.COMMON, CaseReader.HELPERS);
        Map<Integer, String> labels = new HashMap<>();
        if (!CaseFunction.of(program).isEmpty()) {
            program.subprograms().stream()
                    .skip(1)
                    .forEach(function -> labels.put(function.start(), function.name()));
        }
        text.append("code\n");
        for (int slot = 0; slot < program.code().slots(); slot++) {
            if (labels.containsKey(slot)) {
                text.append(labels.get(slot)).append(":\n");
            }
            if (program.code().startsAt(slot)) {
                text.append("  ").append(instruction(printer, program, slot)).append('\n');
            }
        }
        text.append("end\n");
    }

    private static String instruction(Printer printer, Program program, int slot) {
        return program.code().at(slot) instanceof Insn.CallKfunc call
                        && program.kernelNames().containsKey(call.btfId())
                ? "call kfunc[" + program.kernelNames().get(call.btfId()) + "]"
                : printer.print(program.code().at(slot), slot);
    }

    private static void line(StringBuilder text, String word, String rest) {
        text.append((word + " " + rest).stripTrailing()).append('\n');
    }

    private static String names(int flags) {
        StringBuilder names = new StringBuilder();
        FLAGS.forEach(
                (name, bit) -> {
                    if ((flags & bit) != 0) {
                        names.append(names.isEmpty() ? "" : " ").append(name);
                    }
                });
        return names.toString();
    }

    private static Map<String, Integer> flags() {
        Map<String, Integer> flags = new LinkedHashMap<>();
        flags.put("strict_alignment", Program.STRICT_ALIGNMENT);
        flags.put("any_alignment", Program.ANY_ALIGNMENT);
        flags.put("test_state_frequency", Program.TEST_STATE_FREQUENCY);
        flags.put("sleepable", Program.SLEEPABLE);
        flags.put("xdp_has_fragments", Program.XDP_HAS_FRAGMENTS);
        return flags;
    }
}
