package dev.skep.btf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/// A type graph on its way to the kernel, which wants more than compilers write: sections with
/// sizes and offsets, nothing external, functions whose parameters have names. Ids stay what they
/// are. Not for several threads.
///
/// What has to change is what libbpf changes too; the rules are those of
/// `Documentation/bpf/btf.rst`.
public final class BtfImage {
    /// Where the variables of a section stand.
    ///
    /// @param size of the section in bytes
    /// @param offsets in bytes by name of variable
    public record Layout(int size, Map<String, Integer> offsets) {
        /// Copies the offsets.
        public Layout {
            offsets = Map.copyOf(offsets);
        }
    }

    private static final String KERNEL_SYMBOLS = ".ksyms";
    private static final int MAGIC = 0xeb9f;
    private static final int HEADER = 24;

    /// The words of a type: name, kind and count, size or type; then what the kind adds.
    private static final int NAME = 0;

    private static final int INFO = 1;
    private static final int SIZE = 2;
    private static final int MORE = 3;

    private static final int STATIC = 0;
    private static final int GLOBAL = 1;
    private static final int EXTERN = 2;

    private static final int INT_BYTES = 4;
    private static final int SIGNED_INT = 1 << 24 | 32;

    private final Btf btf;
    private final TypeTable table;
    private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
    private final Map<String, Integer> known = new HashMap<>();
    private int[] words;
    private int added;
    private int integer;
    private int symbol;

    /// A copy of the types of `btf`, which is not split from another one, with nothing external
    /// left in it.
    public BtfImage(Btf btf) {
        this.btf = btf;
        this.table = btf.table();
        this.words = table.words();
        byte[] text = btf.stringBytes();
        strings.writeBytes(text);
        for (int at = 0; at < text.length; ) {
            String string = btf.string(at);
            known.putIfAbsent(string, at);
            at += btf.stringLength(at) + 1;
        }
        for (int id = btf.firstId(); id <= table.lastId(); id++) {
            internalise(id);
        }
    }

    /// The offset of `text` among the strings, where it is put if it is not there yet.
    public int string(String text) {
        Integer offset = known.get(text);
        if (offset == null) {
            offset = strings.size();
            strings.writeBytes(text.getBytes(StandardCharsets.UTF_8));
            strings.write(0);
            known.put(text, offset);
        }
        return offset;
    }

    /// Makes a function one that only its own program calls, so that the kernel does not verify it
    /// on its own.
    public void makeStatic(int function) {
        setCount(start(function), STATIC);
    }

    /// Gives every section without a size one: that of its layout, or what its variables take one
    /// after the other.
    ///
    /// @param layouts by name of section
    public void layOut(Map<String, Layout> layouts) {
        for (int id = btf.firstId(); id <= table.lastId(); id++) {
            if (table.kind(id) == BtfKind.DATASEC && words[start(id) + SIZE] == 0) {
                layOut(id, layouts.get(btf.name(id)));
            }
        }
    }

    /// The bytes, as `BPF_BTF_LOAD` takes them.
    public byte[] bytes(ByteOrder order) {
        int types = words.length * Integer.BYTES;
        ByteBuffer bytes = ByteBuffer.allocate(HEADER + types + strings.size()).order(order);
        bytes.putShort((short) MAGIC).put((byte) 1).put((byte) 0).putInt(HEADER);
        bytes.putInt(0).putInt(types).putInt(types).putInt(strings.size());
        bytes.asIntBuffer().put(words);
        return bytes.position(HEADER + types).put(strings.toByteArray()).array();
    }

    private void internalise(int id) {
        int at = start(id);
        switch (table.kind(id)) {
            case VAR -> {
                if (words[at + MORE] == EXTERN) {
                    words[at + MORE] = GLOBAL;
                }
            }
            case FUNC -> {
                if (table.count(id) == EXTERN) {
                    setCount(at, GLOBAL);
                    nameParameters(words[at + SIZE]);
                }
            }
            case DATASEC -> {
                if (btf.name(id).equals(KERNEL_SYMBOLS)) {
                    replaceSymbols(id);
                }
            }
            case VOID,
                    INT,
                    PTR,
                    ARRAY,
                    STRUCT,
                    UNION,
                    ENUM,
                    FWD,
                    TYPEDEF,
                    VOLATILE,
                    CONST,
                    RESTRICT,
                    FUNC_PROTO,
                    FLOAT,
                    DECL_TAG,
                    TYPE_TAG,
                    ENUM64 -> {}
        }
    }

    private void nameParameters(int prototype) {
        int at = start(prototype) + MORE;
        for (int i = 0; i < table.count(prototype); i++) {
            if (words[at + 2 * i] == 0 && words[at + 2 * i + 1] != 0) {
                words[at + 2 * i] = string("argument");
            }
        }
    }

    /// The kernel's own symbols become integers: it knows their types, and does not want ours.
    private void replaceSymbols(int section) {
        int type = integer();
        int variables = start(section) + MORE;
        for (int i = 0; i < table.count(section); i++) {
            int at = variables + 3 * i;
            int id = words[at];
            if (table.kind(id) == BtfKind.VAR) {
                words[start(id) + SIZE] = type;
                words[start(id) + MORE] = GLOBAL;
            } else {
                int substitute = symbol();
                words[at] = substitute;
            }
            words[at + 2] = INT_BYTES;
        }
        words[start(section) + SIZE] = 0;
    }

    /// The id of `int`, which is added if there is none.
    private int integer() {
        if (integer == 0) {
            OptionalInt own = btf.find(BtfKind.INT, "int");
            integer =
                    own.isPresent()
                            ? own.getAsInt()
                            : add(string("int"), BtfKind.INT, INT_BYTES, SIGNED_INT);
        }
        return integer;
    }

    private int symbol() {
        if (symbol == 0) {
            int type = integer();
            symbol = add(string("kernel_symbol"), BtfKind.VAR, type, GLOBAL);
        }
        return symbol;
    }

    private int add(int name, BtfKind kind, int third, int fourth) {
        int at = words.length;
        words = Arrays.copyOf(words, at + MORE + 1);
        words[at + NAME] = name;
        words[at + INFO] = kind.ordinal() << 24;
        words[at + SIZE] = third;
        words[at + MORE] = fourth;
        return table.lastId() + ++added;
    }

    private void layOut(int section, Layout layout) {
        int count = table.count(section);
        int[][] variables = new int[count][];
        int end = 0;
        for (int i = 0; i < count; i++) {
            int at = start(section) + MORE + 3 * i;
            int id = words[at];
            Integer offset =
                    layout == null || id > table.lastId()
                            ? null
                            : layout.offsets().get(btf.name(id));
            variables[i] = new int[] {id, offset == null ? end : offset, words[at + 2]};
            end = Math.max(end, variables[i][1] + variables[i][2]);
        }
        Arrays.sort(variables, (a, b) -> Integer.compare(a[1], b[1]));
        for (int i = 0; i < count; i++) {
            System.arraycopy(variables[i], 0, words, start(section) + MORE + 3 * i, 3);
        }
        words[start(section) + SIZE] = layout == null ? end : Math.max(end, layout.size());
    }

    private void setCount(int at, int count) {
        words[at + INFO] = words[at + INFO] & 0xffff_0000 | count;
    }

    private int start(int id) {
        return table.start(id);
    }
}
