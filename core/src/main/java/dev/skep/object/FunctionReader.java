package dev.skep.object;

import static dev.skep.object.ObjectCode.FUNCTION;

import dev.skep.btf.BtfExt;
import dev.skep.btf.FuncInfo;
import dev.skep.btf.LineInfo;
import dev.skep.elf.ElfFile;
import dev.skep.elf.Section;
import dev.skep.elf.Symbol;
import dev.skep.isa.RawInsn;
import dev.skep.program.SourceLine;
import dev.skep.spec.ProgramType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Cuts the code sections of a file into functions.
final class FunctionReader {
    private static final Pattern LABEL = Pattern.compile("\\.?L|$");

    private final ElfFile elf;
    private final Optional<BtfExt> ext;
    private final Map<Integer, List<Symbol>> symbols = new HashMap<>();

    FunctionReader(ElfFile elf, Optional<BtfExt> ext) {
        this.elf = elf;
        this.ext = ext;
        for (Symbol symbol : elf.symbols()) {
            if (symbol.isDefined()) {
                symbols.computeIfAbsent(symbol.section(), _ -> new ArrayList<>()).add(symbol);
            }
        }
    }

    static boolean isCode(Section section) {
        return section.type() == Section.PROGBITS && section.has(Section.EXECUTE);
    }

    /// The functions of every code section, in the order of the file.
    List<ObjectFunction> read() {
        List<ObjectFunction> functions = new ArrayList<>();
        for (Section section : elf.sections()) {
            if (isCode(section) && section.size() > 0) {
                functions.addAll(functions(section));
            }
        }
        return functions;
    }

    private List<ObjectFunction> functions(Section section) {
        if (section.size() % RawInsn.BYTES != 0) {
            throw FUNCTION.malformed(
                    "code section %s has %d bytes, which are no whole number of instructions"
                            .formatted(section.name(), section.size()),
                    section.name(),
                    section.size() - section.size() % RawInsn.BYTES,
                    "build the object again");
        }
        ByteBuffer contents = section.contents();
        byte[] bytes = new byte[contents.remaining()];
        contents.get(bytes);
        List<RawInsn> slots = RawInsn.readAll(bytes, elf.order());
        Annotations annotations = new Annotations(section.name());
        List<ObjectFunction> functions = new ArrayList<>();
        for (Extent extent : extents(section)) {
            functions.add(function(section, extent, slots, annotations));
        }
        return functions;
    }

    /// Where a function starts and ends, in bytes.
    private record Extent(String name, ObjectFunction.Binding binding, long start, long end) {}

    private List<Extent> extents(Section section) {
        List<Symbol> here = symbols.getOrDefault(section.index(), List.of());
        List<Symbol> starts =
                here.stream()
                        .filter(symbol -> symbol.type() == Symbol.Type.FUNC)
                        .sorted(Comparator.comparingLong(Symbol::value))
                        .toList();
        if (starts.isEmpty()) {
            // Old compilers do not say which symbols are functions, and keep the labels in them.
            starts =
                    here.stream()
                            .filter(symbol -> symbol.type() == Symbol.Type.NOTYPE)
                            .filter(symbol -> !LABEL.matcher(symbol.name()).lookingAt())
                            .sorted(Comparator.comparingLong(Symbol::value))
                            .toList();
        }
        if (starts.isEmpty()) {
            return List.of(
                    new Extent(section.name(), ObjectFunction.Binding.GLOBAL, 0, section.size()));
        }
        List<Extent> extents = new ArrayList<>();
        long next = section.size();
        for (Symbol symbol : starts.reversed()) {
            if (symbol.size() == 0 && symbol.value() == next) {
                continue;
            }
            long end = symbol.size() > 0 ? symbol.value() + symbol.size() : next;
            extents.addFirst(new Extent(symbol.name(), binding(symbol), symbol.value(), end));
            next = symbol.value();
        }
        check(section, extents);
        return extents;
    }

    private static void check(Section section, List<Extent> extents) {
        Extent before = null;
        for (Extent extent : extents) {
            boolean aligned = extent.start % RawInsn.BYTES == 0 && extent.end % RawInsn.BYTES == 0;
            if (!aligned
                    || extent.start < 0
                    || extent.end <= extent.start
                    || extent.end > section.size()) {
                throw FUNCTION.malformed(
                        "function %s takes bytes %d to %d of section %s, which has %d, and"
                                        .formatted(
                                                extent.name,
                                                extent.start,
                                                extent.end,
                                                section.name(),
                                                section.size())
                                + " instructions have 8",
                        section.name(),
                        extent.start,
                        "build the object again");
            }
            boolean alias =
                    before != null && before.start == extent.start && before.end == extent.end;
            if (before != null && !alias && extent.start < before.end) {
                throw FUNCTION.malformed(
                        "function %s starts within function %s".formatted(extent.name, before.name),
                        section.name(),
                        extent.start,
                        "build the object again");
            }
            before = extent;
        }
    }

    private static ObjectFunction.Binding binding(Symbol symbol) {
        boolean hidden =
                symbol.visibility() == Symbol.Visibility.HIDDEN
                        || symbol.visibility() == Symbol.Visibility.INTERNAL;
        return switch (symbol.binding()) {
            case LOCAL -> ObjectFunction.Binding.LOCAL;
            case WEAK -> ObjectFunction.Binding.WEAK;
            case GLOBAL, OTHER ->
                    hidden ? ObjectFunction.Binding.LOCAL : ObjectFunction.Binding.GLOBAL;
        };
    }

    private ObjectFunction function(
            Section section, Extent extent, List<RawInsn> slots, Annotations annotations) {
        int first = (int) (extent.start / RawInsn.BYTES);
        int end = (int) (extent.end / RawInsn.BYTES);
        return new ObjectFunction(
                extent.name,
                section.name(),
                (int) extent.start,
                extent.binding,
                slots.subList(first, end),
                annotations.lines(first, end),
                annotations.btfId(extent.start),
                ProgramType.ofSection(section.name()));
    }

    /// What `.BTF.ext` says about one section, in the order of offsets.
    private final class Annotations {
        private final List<LineInfo> lines;
        private final Map<Integer, Integer> ids = new HashMap<>();

        Annotations(String section) {
            lines =
                    ext.map(e -> e.lines(section)).orElse(List.of()).stream()
                            .filter(line -> line.line() > 0)
                            .sorted(Comparator.comparingInt(LineInfo::insnOffset))
                            .toList();
            for (FuncInfo info : ext.map(e -> e.functions(section)).orElse(List.of())) {
                ids.put(info.insnOffset(), info.typeId());
            }
        }

        int btfId(long offset) {
            return ids.getOrDefault((int) offset, 0);
        }

        List<SourceLine> lines(int first, int end) {
            List<SourceLine> found = new ArrayList<>();
            for (int at = firstFrom((long) first * RawInsn.BYTES); at < lines.size(); at++) {
                LineInfo line = lines.get(at);
                int slot = line.insnOffset() / RawInsn.BYTES;
                if (slot >= end) {
                    break;
                }
                found.add(
                        new SourceLine(
                                slot - first,
                                line.file(),
                                line.line(),
                                line.column(),
                                line.text()));
            }
            return found;
        }

        private int firstFrom(long offset) {
            int low = 0;
            int high = lines.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (lines.get(middle).insnOffset() < offset) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }
}
