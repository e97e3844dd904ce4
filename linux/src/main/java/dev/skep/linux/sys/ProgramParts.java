package dev.skep.linux.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// All that the kernel tells about one program (`struct bpf_prog_info`), with the tables that it
/// points to. Tables that this user may not see are empty.
///
/// @param gplCompatible whether its licence is compatible with the GPL
/// @param interfaceIndex of the network device it was loaded for, 0 for none
/// @param recursionMisses how often it did not run because it ran already on that CPU
/// @param attachTypes the id of the type graph of what it is loaded for, 0 for none or the kernel's
///   own
/// @param attachType the id of that function or type in there
/// @param translated its instructions as the kernel runs them, 8 bytes each
/// @param machineCode what they were compiled to
/// @param functions its functions (`struct bpf_func_info`)
/// @param lines where its instructions come from (`struct bpf_line_info`)
/// @param addresses where the machine code of each function stands
/// @param lengths its bytes
/// @param tags 8 bytes for each function
public record ProgramParts(
        Inventory.ProgramInfo info,
        boolean gplCompatible,
        int interfaceIndex,
        long recursionMisses,
        int attachTypes,
        int attachType,
        byte[] translated,
        byte[] machineCode,
        List<Function> functions,
        List<Line> lines,
        long[] addresses,
        int[] lengths,
        byte[] tags) {
    private static final int TAG = 8;

    /// A function: its first instruction, and the id of its type.
    public record Function(int slot, int type) {}

    /// A line of the source; the texts are offsets among the strings of the type graph.
    public record Line(int slot, int file, int text, int line, int column) {}

    /// A table that the kernel fills: which fields say where it is and how much fits.
    private record Table(String pointer, String count, String size, int least) {
        private static final Table TRANSLATED =
                new Table("xlated_prog_insns", "xlated_prog_len", "", 1);
        private static final Table MACHINE_CODE =
                new Table("jited_prog_insns", "jited_prog_len", "", 1);
        private static final Table FUNCTIONS =
                new Table("func_info", "nr_func_info", "func_info_rec_size", 8);
        private static final Table LINES =
                new Table("line_info", "nr_line_info", "line_info_rec_size", 16);
        private static final Table ADDRESSES =
                new Table("jited_ksyms", "nr_jited_ksyms", "", Long.BYTES);
        private static final Table LENGTHS =
                new Table("jited_func_lens", "nr_jited_func_lens", "", Integer.BYTES);
        private static final Table TAGS = new Table("prog_tags", "nr_prog_tags", "", TAG);
        private static final List<Table> ALL =
                List.of(TRANSLATED, MACHINE_CODE, FUNCTIONS, LINES, ADDRESSES, LENGTHS, TAGS);

        int stride(Struct info) {
            return size.isEmpty() ? least : Math.max(least, info.number(size));
        }

        /// Makes room for what `first` announced.
        MemorySegment ask(Arena arena, Struct first, Struct info) {
            int many = first.number(count);
            if (many <= 0) {
                return MemorySegment.NULL;
            }
            int stride = stride(first);
            MemorySegment room = arena.allocate((long) many * stride, Long.BYTES);
            info.set(count, many).point(pointer, room);
            if (!size.isEmpty()) {
                info.set(size, stride);
            }
            return room;
        }

        /// What the kernel wrote there; nothing if it took the pointer away.
        MemorySegment written(Struct info, MemorySegment room) {
            long bytes = Math.max(0L, info.number(count)) * stride(info);
            return info.wide(pointer) == 0
                    ? MemorySegment.NULL
                    : room.asSlice(0, Math.min(bytes, room.byteSize()));
        }
    }

    /// The tables after the kernel has filled them.
    private record Filled(Struct info, Map<Table, MemorySegment> rooms) {
        MemorySegment read(Table table) {
            return table.written(info, rooms.get(table));
        }

        List<Function> functions() {
            MemorySegment records = read(Table.FUNCTIONS);
            List<Function> functions = new ArrayList<>();
            for (long at = 0; at < records.byteSize(); at += Table.FUNCTIONS.stride(info)) {
                functions.add(
                        new Function(records.get(JAVA_INT, at), records.get(JAVA_INT, at + 4)));
            }
            return functions;
        }

        List<Line> lines() {
            MemorySegment records = read(Table.LINES);
            List<Line> lines = new ArrayList<>();
            for (long at = 0; at < records.byteSize(); at += Table.LINES.stride(info)) {
                int position = records.get(JAVA_INT, at + 12);
                lines.add(
                        new Line(
                                records.get(JAVA_INT, at),
                                records.get(JAVA_INT, at + 4),
                                records.get(JAVA_INT, at + 8),
                                position >>> 10,
                                position & 0x3ff));
            }
            return lines;
        }
    }

    /// Reads them all.
    public static ProgramParts of(Descriptor descriptor) throws RefusedCall {
        try (Arena arena = Arena.ofConfined()) {
            Struct first = Struct.of(arena, "bpf_prog_info");
            Inventory.fill(arena, descriptor, first);
            Struct info = Struct.of(arena, "bpf_prog_info");
            Map<Table, MemorySegment> rooms = new HashMap<>();
            Table.ALL.forEach(table -> rooms.put(table, table.ask(arena, first, info)));
            Inventory.fill(arena, descriptor, info);
            Filled filled = new Filled(info, rooms);
            return new ProgramParts(
                    Inventory.program(descriptor),
                    (info.number("_gpl_compatible") & 1) != 0,
                    info.number("ifindex"),
                    info.wide("recursion_misses"),
                    info.number("attach_btf_obj_id"),
                    info.number("attach_btf_id"),
                    filled.read(Table.TRANSLATED).toArray(JAVA_BYTE),
                    filled.read(Table.MACHINE_CODE).toArray(JAVA_BYTE),
                    filled.functions(),
                    filled.lines(),
                    filled.read(Table.ADDRESSES).toArray(JAVA_LONG),
                    filled.read(Table.LENGTHS).toArray(JAVA_INT),
                    filled.read(Table.TAGS).toArray(JAVA_BYTE));
        }
    }
}
