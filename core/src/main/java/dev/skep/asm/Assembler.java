package dev.skep.asm;

import dev.skep.diag.MalformedException;
import dev.skep.isa.Bytecode;
import dev.skep.isa.Insn;
import dev.skep.isa.InsnEncoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Text to instructions, one a line.
///
/// It reads what [Printer] prints in any [Dialect], and so what the kernel's verifier log, `bpftool
/// prog dump xlated` and `llvm-objdump` print for instructions; an index and an opcode in front of
/// an instruction (`12: (bf) r1 = r2`) and a symbol behind it (`<main+0x20>`) may stay. A line may
/// begin with a label (`loop:`), to which jumps and calls can lead. Comments start with `;`, `//`,
/// or a `#` that stands first or behind a blank, and run to the end of the line.
///
/// Numbers are decimal or have a prefix: `0x`, `0b`, or `0` for octal. Relative jumps count slots
/// from the next instruction. Calls: `call 12` a helper, `call pc+5` a subprogram, `call name` a
/// label or else a helper, `call kfunc#123` a kernel function, `callx r1` a function's address.
/// 64-bit immediates: `r1 = 5 ll`, `map[2]` and `map[fd:5]` (the map), `map[2][0]+4` (in its first
/// value), `var[7]` (a kernel variable), `subprog[+5]` (a function).
public final class Assembler {
    /// Lines of a verifier log that are no instructions: states of registers, summaries.
    private static final Pattern LOG_REMARK =
            Pattern.compile(
                    "(R[0-9]+(_[a-z]+)?=\\S.*|func#[0-9]+ @[0-9]+|processed [0-9]+ insns.*)");

    private final HelperNames helpers;
    private final List<Line> lines = new ArrayList<>();
    private final Map<String, Integer> labels = new HashMap<>();
    private int slots;
    private int shift = Integer.MIN_VALUE;

    /// An instruction, and where it came from.
    private record Line(Cursor cursor, int column, int slot, int opcode, Draft draft) {
        MalformedException fail(int position, AsmCode code, String message, String remedy) {
            return cursor.fail(position, code, message, remedy);
        }
    }

    private Assembler(HelperNames helpers) {
        this.helpers = helpers;
    }

    /// Assembles a program whose calls to helpers are numbers.
    ///
    /// @throws MalformedException if the text cannot be read; its place is a line and a column
    public static Bytecode assemble(String text) {
        return assemble(text, HelperNames.NONE);
    }

    /// Assembles a program that may call helpers by name.
    ///
    /// @throws MalformedException if the text cannot be read; its place is a line and a column
    public static Bytecode assemble(String text, HelperNames helpers) {
        Assembler assembler = new Assembler(helpers);
        int number = 0;
        for (String line : (Iterable<String>) text.lines()::iterator) {
            number++;
            assembler.read(new Cursor(withoutComment(line), number));
        }
        return Bytecode.of(assembler.lines.stream().map(assembler::resolve).toList());
    }

    private void read(Cursor cursor) {
        index(cursor);
        while (label(cursor)) {
            continue;
        }
        if (cursor.atEnd() || LOG_REMARK.matcher(cursor.rest()).matches()) {
            return;
        }
        int opcode = opcode(cursor);
        int column = cursor.position();
        Draft draft = new StatementReader(cursor, helpers, opcode).read();
        if (cursor.accept("<")) {
            cursor.skipThrough('>');
        }
        cursor.expectEnd();
        lines.add(new Line(cursor, column, slots, opcode, draft));
        slots += draft.slots();
    }

    /// The index in front of an instruction; indices may start anywhere, but then count on.
    private void index(Cursor cursor) {
        int start = cursor.position();
        String word = cursor.word();
        if (!word.matches("[0-9]{1,9}") || !cursor.accept(":")) {
            cursor.moveTo(start);
            return;
        }
        int index = Integer.parseInt(word);
        if (shift == Integer.MIN_VALUE) {
            shift = index - slots;
        }
        if (index != slots + shift) {
            throw cursor.fail(
                    start,
                    AsmCode.WRONG_INDEX,
                    "instruction %d stands where %d should".formatted(index, slots + shift),
                    "give every instruction once and in order, or leave the indices away");
        }
    }

    /// `name:`, or as objdump shows it `<name>:`, perhaps with an address in front.
    private boolean label(Cursor cursor) {
        int start = cursor.position();
        String name = cursor.word();
        if (name.matches("([0-9a-f]{16})?") && cursor.accept("<")) {
            name = cursor.word();
            cursor.expect(">");
        }
        if (name.isEmpty() || !cursor.accept(":")) {
            cursor.moveTo(start);
            return false;
        }
        if (labels.putIfAbsent(name, slots) != null) {
            throw cursor.fail(
                    start,
                    AsmCode.LABEL_TWICE,
                    "the label '%s' is defined for the second time".formatted(name),
                    "give one of them another name");
        }
        return true;
    }

    /// The opcode in front of an instruction, `(bf)`, or -1.
    private int opcode(Cursor cursor) {
        int start = cursor.position();
        if (cursor.accept("(")) {
            String word = cursor.word();
            if (word.matches("[0-9a-fA-F]{2}") && cursor.accept(")")) {
                return Integer.parseInt(word, 16);
            }
            cursor.moveTo(start);
            throw cursor.expected("an instruction, or its opcode like (bf),");
        }
        return -1;
    }

    private Insn resolve(Line line) {
        Draft draft = line.draft();
        Insn insn = draft.make().apply(target(line));
        try {
            int opcode = InsnEncoder.raw(insn, line.slot()).getFirst().opcode();
            if (line.opcode() >= 0 && line.opcode() != opcode) {
                throw line.fail(
                        line.column(),
                        AsmCode.WRONG_OPCODE,
                        "the opcode is %02x, not %02x".formatted(opcode, line.opcode()),
                        "leave the opcode away, or correct it");
            }
        } catch (MalformedException e) {
            if (e.diagnostic().code() instanceof AsmCode) {
                throw e;
            }
            throw line.fail(
                    line.column(),
                    AsmCode.TOO_FAR,
                    e.diagnostic().message(),
                    e.diagnostic().remedy());
        }
        return insn;
    }

    private int target(Line line) {
        return switch (line.draft().target()) {
            case null -> 0;
            case Target.Relative relative -> line.slot() + 1 + relative.distance();
            case Target.Label label -> {
                Integer slot = labels.get(label.name());
                if (slot == null) {
                    throw unknown(line, label);
                }
                yield slot;
            }
        };
    }

    private MalformedException unknown(Line line, Target.Label label) {
        boolean call = line.draft().make().apply(0) instanceof Insn.CallSubprogram;
        List<String> names = new ArrayList<>(labels.keySet());
        if (call) {
            helpers.all().forEach(names::add);
        }
        return line.fail(
                label.position(),
                call ? AsmCode.UNKNOWN_FUNCTION : AsmCode.UNKNOWN_LABEL,
                "%s is called '%s'"
                        .formatted(call ? "no label or helper" : "no label", label.name()),
                Suggestion.of(label.name(), names, "define it: '" + label.name() + ":'"));
    }

    private static String withoutComment(String line) {
        int end = line.length();
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            boolean hash = c == '#' && (i == 0 || line.charAt(i - 1) <= ' ');
            if (c == ';' || hash || line.startsWith("//", i)) {
                end = i;
                break;
            }
        }
        return line.substring(0, end);
    }
}
