package dev.skep.cli;

import dev.skep.asm.Dialect;
import dev.skep.asm.Printer;
import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.diag.MalformedException;
import dev.skep.isa.InsnDecoder;
import dev.skep.isa.RawInsn;
import dev.skep.linux.InstalledMap;
import dev.skep.linux.KernelInventory;
import dev.skep.linux.ProgramCode;
import dev.skep.linux.ProgramDetails;
import dev.skep.linux.RunningKernel;
import dev.skep.linux.SymbolNames;
import dev.skep.program.SourceLine;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The instructions of a program in the kernel, which has rewritten them: it dumps maps with their
/// ids (`bpf_insn_prepare_dump`), calls of helpers as distances from `__bpf_call_base`, calls of
/// subprograms with the number of the function. What it uses within itself only is shown as bytes.
final class KernelListing {
    private static final int CALL = 0x85;
    private static final int WIDE_LOAD = 0x18;
    private static final int SUBPROGRAM = 1;
    private static final int KERNEL_FUNCTION = 2;
    private static final int MAP = 1;
    private static final int MAP_VALUE = 2;
    private static final String BASE = "__bpf_call_base";

    /// One instruction.
    private record Line(int slot, List<RawInsn> raw, String text, String remark) {
        String hex() {
            return raw.stream().map(RawInsn::hex).collect(Collectors.joining(" "));
        }
    }

    private final ProgramCode code;
    private final Printer printer = new Printer(Dialect.COMMON, Names.helpers());
    private final List<RawInsn> slots;
    private final Map<Integer, SourceLine> sources = new HashMap<>();
    private final Map<Integer, String> functions = new HashMap<>();
    private Map<Integer, String> maps;
    private SymbolNames symbols;
    private long base;
    private Optional<Btf> kernel;

    KernelListing(ProgramCode code) {
        this.code = code;
        this.slots = RawInsn.readAll(code.instructions(), ByteOrder.nativeOrder());
        code.lines().forEach(line -> sources.put(line.slot(), line));
        code.functions().stream()
                .filter(f -> !f.name().isEmpty())
                .forEach(f -> functions.put(f.slot(), f.name()));
    }

    List<String> lines(boolean withBytes, boolean withSource) {
        List<String> text = new ArrayList<>();
        int width = String.valueOf(slots.size()).length() + 2;
        SourceLine previous = null;
        for (Line line : all()) {
            String function = functions.get(line.slot());
            if (function != null) {
                text.add(Escapes.ofName(function) + ":");
            }
            SourceLine source = sources.get(line.slot());
            if (withSource && source != null && !source.describe().equals(previous(previous))) {
                text.add("; " + Escapes.ofName(source.text().strip() + "  @ " + source.describe()));
                previous = source;
            }
            text.add(
                    ("%" + width + "d: ").formatted(line.slot())
                            + (withBytes ? "%-48s  ".formatted(line.hex()) : "")
                            + line.text()
                            + (line.remark() == null
                                    ? ""
                                    : "  ; " + Escapes.ofName(line.remark())));
        }
        return text;
    }

    private static String previous(SourceLine line) {
        return line == null ? "" : line.describe();
    }

    Map<String, Object> tree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("id", code.id());
        tree.put("name", code.name());
        List<Object> insns = new ArrayList<>();
        SourceLine current = null;
        for (Line line : all()) {
            current = sources.getOrDefault(line.slot(), current);
            Map<String, Object> insn = new LinkedHashMap<>();
            insn.put("slot", line.slot());
            insn.put("bytes", line.hex());
            insn.put("text", line.text());
            insn.put("remark", line.remark());
            insn.put("source", current == null ? null : current.describe());
            insn.put("sourceText", current == null ? null : current.text().strip());
            insns.add(insn);
        }
        tree.put("insns", insns);
        tree.put("machineCode", HexFormat.of().formatHex(code.machineCode()));
        return tree;
    }

    private List<Line> all() {
        List<Line> lines = new ArrayList<>();
        for (int slot = 0; slot < slots.size(); ) {
            RawInsn raw = slots.get(slot);
            boolean wide = raw.opcode() == WIDE_LOAD && slot + 1 < slots.size();
            List<RawInsn> parts = slots.subList(slot, slot + (wide ? 2 : 1));
            lines.add(line(slot, parts));
            slot += parts.size();
        }
        return lines;
    }

    private Line line(int slot, List<RawInsn> parts) {
        RawInsn raw = parts.getFirst();
        if (raw.opcode() == CALL) {
            return call(slot, parts);
        }
        if (parts.size() == 2 && (raw.src() == MAP || raw.src() == MAP_VALUE)) {
            String offset = raw.src() == MAP ? "" : "[0]%+d".formatted(parts.get(1).imm());
            String text = "r%d = map[id:%d]%s ll".formatted(raw.dst(), raw.imm(), offset);
            return new Line(slot, parts, text, map(raw.imm()));
        }
        try {
            String text = printer.print(InsnDecoder.decode(parts).at(0), 0);
            return new Line(slot, parts, text, null);
        } catch (MalformedException ofTheKernelAlone) {
            return new Line(slot, parts, "(bytes) " + raw.hex(), "the kernel's own");
        }
    }

    private Line call(int slot, List<RawInsn> parts) {
        RawInsn raw = parts.getFirst();
        return switch (raw.src()) {
            case SUBPROGRAM -> {
                List<ProgramDetails.Function> all = code.functions();
                boolean known = raw.imm() > 0 && raw.imm() < all.size();
                String name = known ? all.get(raw.imm()).name() : "";
                yield new Line(
                        slot,
                        parts,
                        "call pc%+d".formatted(raw.offset()),
                        name.isEmpty() ? null : name);
            }
            case KERNEL_FUNCTION ->
                    new Line(
                            slot,
                            parts,
                            "call "
                                    + kernelFunction(raw)
                                            .or(() -> symbol(raw.imm()))
                                            .orElse("kfunc#" + raw.imm()),
                            null);
            default -> new Line(slot, parts, "call " + helper(raw.imm()), null);
        };
    }

    /// Calls that are not resolved yet have the number of the helper; hidden ones 0.
    private String helper(int imm) {
        return symbol(imm)
                .or(() -> Names.helpers().name(imm))
                .orElse(imm == 0 ? "(hidden)" : "(unknown) " + imm);
    }

    private Optional<String> symbol(int imm) {
        if (symbols == null) {
            symbols = SymbolNames.ofKernel();
            base = symbols.address(BASE).orElse(0);
        }
        return base == 0 || imm == 0 ? Optional.empty() : symbols.at(base + imm);
    }

    /// Machines whose compilers reach everywhere keep the id among the kernel's types.
    private Optional<String> kernelFunction(RawInsn raw) {
        if (kernel == null) {
            kernel = new RunningKernel().types();
        }
        return kernel.filter(_ -> raw.offset() == 0 && raw.imm() > 0)
                .filter(btf -> raw.imm() <= btf.lastId() && btf.kind(raw.imm()) == BtfKind.FUNC)
                .map(btf -> btf.name(raw.imm()));
    }

    private String map(int id) {
        if (maps == null) {
            maps =
                    KernelInventory.maps().stream()
                            .collect(Collectors.toMap(InstalledMap::id, InstalledMap::name));
        }
        return maps.get(id);
    }
}
