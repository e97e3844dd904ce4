package dev.skep.linux.sys;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// Where the fields of a structure of the kernel stand: a section of `structs.txt`, whose head
/// explains it.
///
/// @param size in bytes
/// @param fields by name, in the order of the table
record Layout(String name, int size, Map<String, Field> fields) {
    /// One field; both numbers are bytes.
    record Field(int offset, int size) {}

    private static final Map<String, Layout> TABLE = read();

    /// Copies the fields.
    Layout {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /// The structure of that name.
    static Layout of(String name) {
        return Objects.requireNonNull(TABLE.get(name), name);
    }

    /// Every structure of the table.
    static Map<String, Layout> all() {
        return TABLE;
    }

    /// The field of that name, which the table has.
    Field field(String field) {
        return Objects.requireNonNull(fields.get(field), () -> name + "." + field);
    }

    /// The offset of that field in bytes.
    int offset(String field) {
        return field(field).offset();
    }

    private static Map<String, Layout> read() {
        Map<String, Layout> table = new LinkedHashMap<>();
        try (InputStream file = Layout.class.getResourceAsStream("structs.txt")) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            Draft draft = null;
            for (String line : text.lines().filter(l -> !l.startsWith("#")).toList()) {
                String[] words = line.strip().split(" +");
                if (words[0].equals("struct")) {
                    draft = new Draft(words);
                } else if (words.length > 1) {
                    draft.add(words);
                    table.put(draft.name, draft.finish());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Collections.unmodifiableMap(table);
    }

    /// A structure while its fields are read.
    private static final class Draft {
        private final String name;
        private final int least;
        private final Map<String, Field> fields = new LinkedHashMap<>();
        private int end;
        private int largest;
        private int alignment = 1;

        Draft(String[] words) {
            name = words[1];
            least = words.length > 2 ? Integer.parseInt(words[2]) : 0;
        }

        void add(String[] words) {
            boolean text = words[0].startsWith("char");
            int number = Integer.parseInt(words[0].replaceAll("[a-z]", ""));
            int size = text ? number : number / Byte.SIZE;
            int unit = text ? 1 : size;
            int at =
                    words.length > 2
                            ? Integer.parseInt(words[2].substring(1))
                            : (end + unit - 1) / unit * unit;
            fields.put(words[1], new Field(at, size));
            end = at + size;
            largest = Math.max(largest, end);
            alignment = Math.max(alignment, unit);
        }

        Layout finish() {
            int size = (largest + alignment - 1) / alignment * alignment;
            return new Layout(name, Math.max(size, least), fields);
        }
    }
}
