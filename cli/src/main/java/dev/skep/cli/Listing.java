package dev.skep.cli;

import dev.skep.asm.Printer;
import dev.skep.isa.Bytecode;
import dev.skep.isa.Insn;
import dev.skep.isa.InsnEncoder;
import dev.skep.isa.RawInsn;
import dev.skep.program.SourceLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A piece of code, instruction by instruction, with what is known about each.
///
/// @param title what stands above it
/// @param about members that its JSON form starts with
/// @param remarks a few words about instructions, by slot: relocations, names of functions
record Listing(
        String title,
        Map<String, Object> about,
        Bytecode code,
        List<SourceLine> lines,
        Map<Integer, String> remarks,
        Printer printer) {
    /// The lines as people read them.
    List<String> text(boolean withBytes, boolean withSource) {
        Map<Integer, SourceLine> bySlot =
                lines.stream()
                        .collect(Collectors.toMap(SourceLine::slot, l -> l, (_, last) -> last));
        List<String> text = new ArrayList<>();
        SourceLine previous = null;
        int width = String.valueOf(Math.max(0, code.slots() - 1)).length();
        for (int slot = 0; slot < code.slots(); slot++) {
            if (!code.startsAt(slot)) {
                continue;
            }
            SourceLine line = bySlot.get(slot);
            if (withSource && line != null && !sameLine(line, previous)) {
                text.add("; " + line.text().strip() + "  @ " + line.describe());
                previous = line;
            }
            text.add(instruction(slot, width, withBytes));
        }
        return text;
    }

    /// The same as a tree for [Json].
    Map<String, Object> tree() {
        Map<String, Object> tree = new LinkedHashMap<>(about);
        List<Object> insns = new ArrayList<>();
        SourceLine current = null;
        Map<Integer, SourceLine> bySlot =
                lines.stream()
                        .collect(Collectors.toMap(SourceLine::slot, l -> l, (_, last) -> last));
        for (int slot = 0; slot < code.slots(); slot++) {
            current = bySlot.getOrDefault(slot, current);
            if (code.startsAt(slot)) {
                insns.add(instructionTree(slot, current));
            }
        }
        tree.put("insns", insns);
        return tree;
    }

    private String instruction(int slot, int width, boolean withBytes) {
        Insn insn = code.at(slot);
        String bytes = withBytes ? String.format("%-48s  ", hex(insn, slot)) : "";
        String remark = remarks.get(slot);
        return String.format("%" + (width + 2) + "d: ", slot)
                + bytes
                + printer.print(insn, slot)
                + (remark == null ? "" : "  ; " + remark);
    }

    private Map<String, Object> instructionTree(int slot, SourceLine line) {
        Insn insn = code.at(slot);
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("slot", slot);
        tree.put("bytes", hex(insn, slot));
        tree.put("text", printer.print(insn, slot));
        tree.put("source", line == null ? null : line.describe());
        tree.put("sourceText", line == null ? null : line.text().strip());
        tree.put("remark", remarks.get(slot));
        return tree;
    }

    private static String hex(Insn insn, int slot) {
        return InsnEncoder.raw(insn, slot).stream()
                .map(RawInsn::hex)
                .collect(Collectors.joining(" "));
    }

    private static boolean sameLine(SourceLine a, SourceLine b) {
        return b != null && a.line() == b.line() && a.file().equals(b.file());
    }
}
