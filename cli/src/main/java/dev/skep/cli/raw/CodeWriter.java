package dev.skep.cli.raw;

import dev.skep.isa.ImmediateKind;
import dev.skep.isa.RawInsn;
import dev.skep.program.Program;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The instructions of a program in the raw form: those that refer to maps name none, a list beside
/// them does.
final class CodeWriter {
    private static final int WIDE_LOAD = 0x18;
    private static final int CALL = 0x85;
    private static final int KERNEL_FUNCTION = 2;

    private final Program program;
    private final MapWriter maps;
    private final List<RawInsn> code;
    private final List<Map<String, Object>> references = new ArrayList<>();

    CodeWriter(Program program, List<RawInsn> code, MapWriter maps) {
        this.program = program;
        this.maps = maps;
        this.code = new ArrayList<>(code);
        for (int slot = 0; slot < code.size(); slot++) {
            RawInsn insn = code.get(slot);
            if (insn.opcode() == WIDE_LOAD && slot + 1 < code.size()) {
                wideLoad(slot, insn, code.get(slot + 1));
                slot++;
            } else if (insn.opcode() == CALL && insn.src() == KERNEL_FUNCTION) {
                symbol(slot, "kfunc", insn.imm());
            }
        }
    }

    /// The instructions, little endian.
    String hex() {
        byte[] bytes = new byte[code.size() * RawInsn.BYTES];
        for (int slot = 0; slot < code.size(); slot++) {
            code.get(slot).write(bytes, slot * RawInsn.BYTES, ByteOrder.LITTLE_ENDIAN);
        }
        return HexFormat.of().formatHex(bytes);
    }

    /// What they refer to, in order of slots.
    List<Map<String, Object>> references() {
        return references;
    }

    private void wideLoad(int slot, RawInsn first, RawInsn second) {
        int kind = first.src();
        if (kind == ImmediateKind.MAP_INDEX.ordinal()) {
            map(slot, ImmediateKind.MAP_FD, "map_fd");
        } else if (kind == ImmediateKind.MAP_INDEX_VALUE.ordinal()) {
            map(slot, ImmediateKind.MAP_FD_VALUE, "map_value").put("off", second.imm());
        } else if (kind == ImmediateKind.VARIABLE.ordinal()) {
            symbol(slot, "btf_id", first.imm());
        }
    }

    private Map<String, Object> map(int slot, ImmediateKind kind, String name) {
        RawInsn insn = code.get(slot);
        code.set(slot, new RawInsn(insn.opcode(), insn.dst(), kind.ordinal(), insn.offset(), 0));
        Map<String, Object> reference = reference(slot, name);
        reference.put("map", maps.use(insn.imm()));
        return reference;
    }

    private void symbol(int slot, String kind, int id) {
        String name = program.kernelNames().get(id);
        if (name != null) {
            reference(slot, kind).put("name", name);
        }
    }

    private Map<String, Object> reference(int slot, String kind) {
        Map<String, Object> reference = new LinkedHashMap<>();
        reference.put("insn", slot);
        reference.put("kind", kind);
        references.add(reference);
        return reference;
    }
}
