package dev.skep.isa.classic;

import dev.skep.isa.AluOp;
import dev.skep.isa.Condition;
import java.util.List;
import java.util.Locale;

/// Classic filters to text, as `tcpdump` prints them.
public final class ClassicPrinter {
    private ClassicPrinter() {}

    /// Readable, like `tcpdump -d`: one instruction a line, each line ended by a newline.
    public static String print(ClassicProgram program) {
        StringBuilder text = new StringBuilder();
        List<ClassicInsn> insns = program.insns();
        for (int i = 0; i < insns.size(); i++) {
            text.append("(%03d) %s\n".formatted(i, print(insns.get(i), i)));
        }
        return text.toString();
    }

    /// A C array's elements, like `tcpdump -dd`.
    public static String printArray(ClassicProgram program) {
        StringBuilder text = new StringBuilder();
        for (ClassicInsn i : program.insns()) {
            text.append("{ 0x%x, %d, %d, 0x%08x },\n".formatted(i.code(), i.jt(), i.jf(), i.k()));
        }
        return text.toString();
    }

    /// Decimal numbers behind their count, like `tcpdump -ddd`.
    public static String printNumbers(ClassicProgram program) {
        StringBuilder text = new StringBuilder().append(program.insns().size()).append('\n');
        for (ClassicInsn i : program.insns()) {
            String k = Integer.toUnsignedString(i.k());
            text.append("%d %d %d %s\n".formatted(i.code(), i.jt(), i.jf(), k));
        }
        return text.toString();
    }

    /// One instruction as it stands at `index`: `jeq #0x800 jt 2 jf 5`.
    public static String print(ClassicInsn insn, int index) {
        int code = insn.code();
        Condition condition = ClassicOpcode.condition(code);
        if (condition != null) {
            return "%-8s %-16s jt %d\tjf %d"
                    .formatted(
                            name(condition),
                            ClassicOpcode.usesX(code) ? "x" : "#0x%x".formatted(insn.k()),
                            index + 1 + insn.jt(),
                            index + 1 + insn.jf());
        }
        AluOp op = ClassicOpcode.arithmetic(code);
        if (op != null) {
            return line(op.name().toLowerCase(Locale.ROOT), operand(op, insn));
        }
        return switch (code) {
            case ClassicOpcode.LD_IMM -> line("ld", "#0x%x".formatted(insn.k()));
            case ClassicOpcode.LDX_IMM -> line("ldx", "#0x%x".formatted(insn.k()));
            case ClassicOpcode.LD_MEM -> line("ld", word(insn));
            case ClassicOpcode.LDX_MEM -> line("ldx", word(insn));
            case ClassicOpcode.ST -> line("st", word(insn));
            case ClassicOpcode.STX -> line("stx", word(insn));
            case ClassicOpcode.LD_LEN -> line("ld", "#pktlen");
            case ClassicOpcode.LDX_LEN -> line("ldx", "#pktlen");
            case ClassicOpcode.LDX_MSH -> line("ldxb", "4*([%d]&0xf)".formatted(insn.k()));
            case ClassicOpcode.JA -> line("ja", Integer.toString(index + 1 + insn.k()));
            case ClassicOpcode.RET_K -> line("ret", "#%s".formatted(unsigned(insn.k())));
            case ClassicOpcode.RET_A -> line("ret", "a");
            case ClassicOpcode.TAX -> "tax";
            case ClassicOpcode.TXA -> "txa";
            case ClassicOpcode.NEG -> "neg";
            default -> ClassicOpcode.loadsPacket(code) ? packetLoad(insn) : unknown(insn);
        };
    }

    private static String packetLoad(ClassicInsn insn) {
        String name =
                switch (ClassicOpcode.size(insn.code())) {
                    case B -> "ldb";
                    case H -> "ldh";
                    case W, DW -> "ld";
                };
        if (!ClassicOpcode.loadsAbsolute(insn.code())) {
            return line(name, "[x + %d]".formatted(insn.k()));
        }
        Extension extension = Extension.find(insn.k());
        String offset = extension == null ? Integer.toString(insn.k()) : extension.label();
        return line(name, "[" + offset + "]");
    }

    private static String operand(AluOp op, ClassicInsn insn) {
        if (ClassicOpcode.usesX(insn.code())) {
            return "x";
        }
        boolean bits = op == AluOp.AND || op == AluOp.OR || op == AluOp.XOR;
        return (bits ? "#0x%x" : "#%d").formatted(insn.k());
    }

    private static String unknown(ClassicInsn insn) {
        return line("unimp", "0x%x".formatted(insn.code()));
    }

    private static String word(ClassicInsn insn) {
        return "M[%s]".formatted(unsigned(insn.k()));
    }

    private static String unsigned(int value) {
        return Integer.toUnsignedString(value);
    }

    private static String line(String name, String operand) {
        return "%-8s %s".formatted(name, operand);
    }

    private static String name(Condition condition) {
        return condition == Condition.SET
                ? "jset"
                : "j" + condition.name().toLowerCase(Locale.ROOT);
    }
}
