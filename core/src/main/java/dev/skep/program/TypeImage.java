package dev.skep.program;

import dev.skep.btf.BtfImage;
import dev.skep.isa.Bytecode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// The types of a program in the form that bpf(2) takes.
///
/// @param btf the type graph, as `BPF_BTF_LOAD` takes it
/// @param functions `struct bpf_func_info` for every function, 8 bytes each; empty where the type
///   of one is not known
/// @param lines `struct bpf_line_info`, 16 bytes each; empty where a function has no lines
public record TypeImage(byte[] btf, byte[] functions, byte[] lines) {
    private static final int FUNCTION_RECORD = 8;
    private static final int LINE_RECORD = 16;

    /// The column shares a word with the line.
    private static final int COLUMN_BITS = 10;

    /// The types of `program` for a machine of that byte order; empty if it has none.
    public static Optional<TypeImage> of(Program program, ByteOrder order) {
        return ofAll(List.of(program), order).stream().findFirst();
    }

    /// The types of programs that come from one object, in their order, all with the same type
    /// graph; empty if the object has none.
    public static List<TypeImage> ofAll(List<Program> programs, ByteOrder order) {
        if (programs.isEmpty() || programs.getFirst().btf().isEmpty()) {
            return List.of();
        }
        BtfImage image = new BtfImage(programs.getFirst().btf().get());
        image.layOut(layouts(programs.getFirst().maps()));
        programs.forEach(program -> makeStatic(program, image));
        List<byte[]> lines = programs.stream().map(p -> lines(p, image, order)).toList();
        byte[] graph = image.bytes(order);
        return IntStream.range(0, programs.size())
                .mapToObj(
                        i -> new TypeImage(graph, functions(programs.get(i), order), lines.get(i)))
                .toList();
    }

    private static void makeStatic(Program program, BtfImage image) {
        for (Subprogram subprogram : program.subprograms()) {
            if (!subprogram.global() && subprogram.btfId() != 0) {
                image.makeStatic(subprogram.btfId());
            }
        }
    }

    /// The types of a map by itself, as `BPF_BTF_LOAD` takes them; empty if it has none.
    public static Optional<byte[]> ofMap(MapDefinition map, ByteOrder order) {
        return map.types()
                .map(
                        types -> {
                            BtfImage image = new BtfImage(types.btf());
                            image.layOut(layouts(List.of(map)));
                            return image.bytes(order);
                        });
    }

    private static Map<String, BtfImage.Layout> layouts(List<MapDefinition> maps) {
        Map<String, BtfImage.Layout> layouts = new HashMap<>();
        for (MapDefinition map : maps) {
            map.globals().ifPresent(globals -> layouts.put(map.name(), layout(globals)));
        }
        return layouts;
    }

    private static BtfImage.Layout layout(Globals globals) {
        Map<String, Integer> offsets = new HashMap<>();
        globals.variables().forEach(v -> offsets.put(v.name(), v.offset()));
        return new BtfImage.Layout(globals.size(), offsets);
    }

    private static byte[] functions(Program program, ByteOrder order) {
        List<Subprogram> functions = program.subprograms();
        if (functions.stream().anyMatch(f -> f.btfId() == 0)) {
            return new byte[0];
        }
        ByteBuffer records = ByteBuffer.allocate(functions.size() * FUNCTION_RECORD).order(order);
        functions.forEach(f -> records.putInt(f.start()).putInt(f.btfId()));
        return records.array();
    }

    /// The kernel wants lines in ascending order of slots, none within an instruction, and one at
    /// the start of every function.
    private static byte[] lines(Program program, BtfImage image, ByteOrder order) {
        Bytecode code = program.code();
        List<SourceLine> lines = new ArrayList<>();
        int last = -1;
        for (SourceLine line : program.lines()) {
            if (line.slot() > last && code.startsAt(line.slot())) {
                lines.add(line);
                last = line.slot();
            }
        }
        boolean complete =
                program.subprograms().stream()
                        .allMatch(s -> lines.stream().anyMatch(l -> l.slot() == s.start()));
        if (!complete) {
            return new byte[0];
        }
        ByteBuffer records = ByteBuffer.allocate(lines.size() * LINE_RECORD).order(order);
        for (SourceLine line : lines) {
            records.putInt(line.slot())
                    .putInt(image.string(line.file()))
                    .putInt(image.string(line.text()))
                    .putInt(line.line() << COLUMN_BITS | line.column() & (1 << COLUMN_BITS) - 1);
        }
        return records.array();
    }
}
