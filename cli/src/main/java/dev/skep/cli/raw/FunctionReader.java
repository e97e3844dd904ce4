package dev.skep.cli.raw;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.diag.MalformedException;
import dev.skep.isa.Bytecode;
import dev.skep.isa.ImmediateKind;
import dev.skep.isa.Insn;
import dev.skep.program.SourceLine;
import dev.skep.program.Subprogram;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Finds the functions and source lines of a raw program.
final class FunctionReader {
    private static final int FUNCTION_RECORD = 8;
    private static final int LINE_RECORD = 16;
    private static final int COLUMN_BITS = 10;

    private final Fields load;
    private final Optional<Btf> btf;

    FunctionReader(Fields load, Optional<Btf> btf) {
        this.load = load;
        this.btf = btf;
    }

    /// The functions that are called, or whose addresses are taken, in `code`, and those that have
    /// types.
    List<Subprogram> functions(String name, Bytecode code) {
        Map<Integer, Integer> types = types();
        TreeSet<Integer> all = starts(code);
        types.keySet().stream().filter(code::startsAt).forEach(all::add);
        List<Integer> starts = List.copyOf(all);
        List<Subprogram> functions = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            int start = starts.get(i);
            int end = i + 1 < starts.size() ? starts.get(i + 1) : code.slots();
            int type = types.getOrDefault(start, 0);
            Optional<BtfType.Function> known = function(type);
            functions.add(
                    new Subprogram(
                            known.map(BtfType.Function::name)
                                    .orElse(i == 0 ? name : "function_" + start),
                            start,
                            end,
                            i == 0
                                    || known.filter(f -> f.linkage() == BtfType.Linkage.GLOBAL)
                                            .isPresent(),
                            known.isPresent() ? type : 0));
        }
        return functions;
    }

    private static TreeSet<Integer> starts(Bytecode code) {
        TreeSet<Integer> starts = new TreeSet<>(List.of(0));
        for (int slot = 0; slot < code.slots(); slot++) {
            if (code.startsAt(slot)) {
                int target = target(code.at(slot), slot);
                if (code.startsAt(target)) {
                    starts.add(target);
                }
            }
        }
        return starts;
    }

    /// The function that an instruction refers to, -1 if it refers to none.
    private static int target(Insn insn, int slot) {
        if (insn instanceof Insn.CallSubprogram call) {
            return call.target();
        }
        return insn instanceof Insn.LoadImmediate load && load.kind() == ImmediateKind.FUNCTION
                ? slot + 1 + (int) load.value()
                : -1;
    }

    /// Type ids by the slot where the function starts.
    private Map<Integer, Integer> types() {
        Map<Integer, Integer> types = new HashMap<>();
        for (ByteBuffer record : records("func_info", FUNCTION_RECORD)) {
            types.put(record.getInt(0), record.getInt(4));
        }
        return types;
    }

    private Optional<BtfType.Function> function(int id) {
        return btf.filter(types -> id > 0 && id <= types.lastId())
                .map(types -> types.type(id))
                .filter(BtfType.Function.class::isInstance)
                .map(BtfType.Function.class::cast);
    }

    /// The source lines; those whose texts are not among the strings are left out.
    List<SourceLine> lines() {
        List<SourceLine> lines = new ArrayList<>();
        for (ByteBuffer record : records("line_info", LINE_RECORD)) {
            int place = record.getInt(12);
            try {
                lines.add(
                        new SourceLine(
                                record.getInt(0),
                                btf.orElseThrow().string(record.getInt(4)),
                                place >>> COLUMN_BITS,
                                place & (1 << COLUMN_BITS) - 1,
                                btf.orElseThrow().string(record.getInt(8))));
            } catch (MalformedException _) {
                continue;
            }
        }
        return lines;
    }

    /// Slices of `size` bytes at least, or none if there are no types that explain them.
    private List<ByteBuffer> records(String name, int size) {
        List<ByteBuffer> records = new ArrayList<>();
        byte[] bytes = load.bytes(name).orElse(new byte[0]);
        int step = Math.max(load.small(name + "_rec_size", size), size);
        if (btf.isPresent()) {
            for (int at = 0; at + step <= bytes.length; at += step) {
                ByteBuffer record = ByteBuffer.wrap(bytes, at, step).slice();
                records.add(record.order(ByteOrder.LITTLE_ENDIAN));
            }
        }
        return records;
    }
}
