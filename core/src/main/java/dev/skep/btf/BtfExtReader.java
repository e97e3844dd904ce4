package dev.skep.btf;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads `.BTF.ext` (`struct btf_ext_header` and `struct btf_ext_info_sec`). Records may be longer
/// than known: what newer compilers append is skipped.
final class BtfExtReader {
    private static final String SECTION = ".BTF.ext";
    private static final int SHORTEST_HEADER = 24;
    private static final int HEADER_WITH_RELOCATIONS = 32;

    private final ByteBuffer bytes;
    private final Btf btf;
    private final int header;
    private final Map<Integer, String> strings = new HashMap<>();

    /// How many bytes all strings together may have: they may share tails, but only to a point.
    private long budget;

    BtfExtReader(ByteBuffer bytes, Btf btf) {
        this.bytes = bytes;
        this.btf = btf;
        this.budget = 4L * btf.stringsEnd();
        this.header = BtfHeader.readLength(SECTION, bytes, SHORTEST_HEADER);
    }

    Map<String, List<FuncInfo>> functions() {
        return read(8, 8, "functions", this::function);
    }

    Map<String, List<LineInfo>> lines() {
        return read(16, 16, "lines", this::line);
    }

    Map<String, List<CoreRelocation>> relocations() {
        return header < HEADER_WITH_RELOCATIONS
                ? Map.of()
                : read(24, 16, "CO-RE relocations", this::relocation);
    }

    private interface RecordReader<T> {
        T read(int at);
    }

    private <T> Map<String, List<T>> read(
            int announced, int shortest, String what, RecordReader<T> reader) {
        long start = header + Integer.toUnsignedLong(bytes.getInt(announced));
        long length = Integer.toUnsignedLong(bytes.getInt(announced + 4));
        if (length == 0) {
            return Map.of();
        }
        if (start + length > bytes.capacity() || length < 4 || start % 4 != 0) {
            throw fault(
                    announced,
                    "the "
                            + what
                            + " should take "
                            + length
                            + " bytes from offset 0x"
                            + Long.toHexString(start)
                            + " on, but the section has "
                            + bytes.capacity());
        }
        int at = (int) start;
        int end = (int) (start + length);
        long size = Integer.toUnsignedLong(bytes.getInt(at));
        if (size < shortest || size % 4 != 0 || size > length) {
            throw fault(at, "records of " + size + " bytes for " + what);
        }
        at += 4;
        Map<String, List<T>> sections = new HashMap<>();
        while (at < end) {
            at = readSection(at, end, (int) size, what, reader, sections);
        }
        sections.replaceAll((_, records) -> List.copyOf(records));
        return sections;
    }

    private <T> int readSection(
            int start,
            int end,
            int size,
            String what,
            RecordReader<T> reader,
            Map<String, List<T>> sections) {
        if (end - start < 8) {
            throw fault(start, "the " + what + " end within the head of a section");
        }
        String name = string(start, bytes.getInt(start));
        long count = Integer.toUnsignedLong(bytes.getInt(start + 4));
        if (count == 0 || count * size > end - start - 8) {
            throw fault(
                    start,
                    "section "
                            + name
                            + " should have "
                            + count
                            + " records of "
                            + what
                            + ", which do not fit");
        }
        List<T> records = sections.computeIfAbsent(name, _ -> new ArrayList<>());
        int at = start + 8;
        for (int i = 0; i < count; i++) {
            records.add(reader.read(at));
            at += size;
        }
        return at;
    }

    private FuncInfo function(int at) {
        int type = type(at, bytes.getInt(at + 4));
        if (btf.kind(type) != BtfKind.FUNC) {
            throw fault(at, "type " + type + " is no function but of kind " + btf.kind(type));
        }
        return new FuncInfo(offset(at), type);
    }

    private LineInfo line(int at) {
        int lineAndColumn = bytes.getInt(at + 12);
        return new LineInfo(
                offset(at),
                string(at, bytes.getInt(at + 4)),
                lineAndColumn >>> 10,
                lineAndColumn & 0x3ff,
                string(at, bytes.getInt(at + 8)));
    }

    private CoreRelocation relocation(int at) {
        CoreRelocation.Kind[] kinds = CoreRelocation.Kind.values();
        int kind = bytes.getInt(at + 12);
        if (kind < 0 || kind >= kinds.length) {
            throw fault(at, "unknown CO-RE relocation kind " + Integer.toUnsignedString(kind));
        }
        return new CoreRelocation(
                offset(at),
                type(at, bytes.getInt(at + 4)),
                string(at, bytes.getInt(at + 8)),
                kinds[kind]);
    }

    private int offset(int at) {
        int offset = bytes.getInt(at);
        if (offset < 0 || offset % 8 != 0) {
            throw fault(at, "no instruction starts at offset " + Integer.toUnsignedString(offset));
        }
        return offset;
    }

    private int type(int at, int id) {
        if (id < 0 || id > btf.lastId()) {
            throw BtfFault.in(
                    SECTION,
                    at,
                    BtfCode.REFERENCE,
                    "there is no type "
                            + Integer.toUnsignedString(id)
                            + "; the last one is "
                            + btf.lastId());
        }
        return id;
    }

    private String string(int at, int offset) {
        String known = strings.get(offset);
        if (known == null) {
            if (!btf.hasString(offset)) {
                throw BtfFault.in(
                        SECTION,
                        at,
                        BtfCode.STRING,
                        "there is no string at " + Integer.toUnsignedString(offset));
            }
            budget -= btf.stringLength(offset);
            if (budget < 0) {
                throw BtfFault.in(
                        SECTION,
                        at,
                        BtfCode.TOO_LARGE,
                        "the strings overlap each other beyond measure");
            }
            known = btf.string(offset);
            strings.put(offset, known);
        }
        return known;
    }

    private static RuntimeException fault(long at, String message) {
        return BtfFault.in(SECTION, at, BtfCode.EXT, message);
    }
}
