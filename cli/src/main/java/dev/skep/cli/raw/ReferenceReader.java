package dev.skep.cli.raw;

import dev.skep.isa.ImmediateKind;
import dev.skep.isa.RawInsn;
import dev.skep.object.KernelSymbols;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// Points the instructions of a raw program at the maps and kernel symbols that it lists by name.
/// References to instructions that cannot take them have no effect.
final class ReferenceReader {
    private static final int WIDE_LOAD = 0x18;
    private static final int CALL = 0x85;

    /// From here on count the ids of kernel functions and variables whose own ids nobody knows.
    private static final int UNKNOWN_IDS = 1 << 30;

    private final List<RawInsn> code;
    private final MapReader maps;
    private final KernelSymbols symbols;
    private final Map<Integer, String> kernelNames = new HashMap<>();
    private final Map<String, Integer> made = new HashMap<>();

    /// Changes `code`.
    ReferenceReader(List<RawInsn> code, MapReader maps, KernelSymbols symbols) {
        this.code = code;
        this.maps = maps;
        this.symbols = symbols;
    }

    /// The names of the kernel's functions and variables by BTF id.
    Map<Integer, String> kernelNames() {
        return kernelNames;
    }

    void apply(Fields reference) {
        int slot = reference.small("insn", -1);
        if (slot < 0 || slot >= code.size()) {
            throw reference.wrong("insn", "the index of an instruction");
        }
        String kind = reference.text("kind");
        switch (kind) {
            case "map_fd", "map_value" -> map(reference, slot, kind.equals("map_value"));
            case "btf_id" -> variable(reference, slot);
            case "kfunc" -> function(reference, slot);
            default -> {
                // Functions of the program are where the instruction says.
            }
        }
    }

    private void map(Fields reference, int slot, boolean value) {
        RawInsn first = code.get(slot);
        if (first.opcode() != WIDE_LOAD || slot + 1 == code.size()) {
            return;
        }
        int idx = reference.small("map", -1);
        int place = maps.place(idx).orElseThrow(() -> reference.wrong("map", "the idx of a map"));
        ImmediateKind kind = value ? ImmediateKind.MAP_INDEX_VALUE : ImmediateKind.MAP_INDEX;
        code.set(
                slot,
                new RawInsn(first.opcode(), first.dst(), kind.ordinal(), first.offset(), place));
        if (value && reference.has("off")) {
            RawInsn second = code.get(slot + 1);
            code.set(slot + 1, withImmediate(second, reference.small("off", 0)));
        }
    }

    private void variable(Fields reference, int slot) {
        RawInsn insn = code.get(slot);
        String name = reference.text("name");
        if (insn.opcode() == WIDE_LOAD && !name.isEmpty()) {
            named(slot, insn, name, symbols.variable(name));
        }
    }

    private void function(Fields reference, int slot) {
        RawInsn insn = code.get(slot);
        String name = reference.text("name");
        if (insn.opcode() == CALL && !name.isEmpty()) {
            named(slot, insn, name, symbols.function(name));
        }
    }

    /// The id that the instruction has, or else the one that the kernel gives the name.
    private void named(int slot, RawInsn insn, String name, OptionalInt known) {
        int id = insn.imm();
        if (id <= 0) {
            id = known.orElseGet(() -> made.computeIfAbsent(name, _ -> UNKNOWN_IDS + made.size()));
            code.set(slot, withImmediate(insn, id));
        }
        kernelNames.put(id, name);
    }

    private static RawInsn withImmediate(RawInsn insn, int immediate) {
        return new RawInsn(insn.opcode(), insn.dst(), insn.src(), insn.offset(), immediate);
    }
}
