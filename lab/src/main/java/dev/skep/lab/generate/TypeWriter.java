package dev.skep.lab.generate;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType;
import dev.skep.spec.ContextLayout;
import dev.skep.spec.ProgramType;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes the BTF that programs without a source need: signatures of functions, and values of maps
/// with fields that the kernel knows.
public final class TypeWriter {
    /// The sizes of the kernel's structures that values can have.
    public static final Map<String, Integer> FIELDS =
            Map.of("bpf_spin_lock", 4, "bpf_timer", 16, "bpf_wq", 16);

    private static final String STRUCT = "struct ";
    private static final int GLOBAL = 1;
    private static final int SIGNED = 1 << 24;

    private final ByteArrayOutputStream types = new ByteArrayOutputStream();
    private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
    private final Map<String, Integer> named = new LinkedHashMap<>();
    private final ProgramType program;
    private int last;

    /// Types for a program of that type.
    public TypeWriter(ProgramType program) {
        this.program = program;
        strings.write(0);
        named.put("void", 0);
        named.put("int", add(BtfKind.INT, 0, "int", 4, SIGNED | 32));
        named.put("long", add(BtfKind.INT, 0, "long", 8, SIGNED | 64));
    }

    /// A function of its own id.
    ///
    /// @param signature the types of its result and its parameters: `int`, `long`, `void`, `int*`,
    ///   `ctx`, or `struct x*` of an empty structure
    public int function(String name, boolean global, List<String> signature) {
        List<Integer> words = new ArrayList<>();
        for (int i = 1; i < signature.size(); i++) {
            words.add(string("p" + i));
            words.add(id(signature.get(i)));
        }
        int proto =
                add(
                        BtfKind.FUNC_PROTO,
                        signature.size() - 1,
                        "",
                        id(signature.getFirst()),
                        words.stream().mapToInt(Integer::intValue).toArray());
        return add(BtfKind.FUNC, global ? GLOBAL : 0, name, proto);
    }

    /// The id of `int`, as maps have it for keys.
    public int key() {
        return named.get("int");
    }

    /// A structure of `size` bytes.
    ///
    /// @param fields names of the kernel's structures by offset in bytes
    public int value(String name, int size, Map<Integer, String> fields) {
        List<Integer> words = new ArrayList<>();
        fields.forEach(
                (offset, type) -> {
                    words.add(string("at" + offset));
                    words.add(field(type));
                    words.add(Byte.SIZE * offset);
                });
        return add(
                BtfKind.STRUCT,
                fields.size(),
                name,
                size,
                words.stream().mapToInt(Integer::intValue).toArray());
    }

    /// The types written so far.
    public Btf btf() {
        ByteBuffer bytes = ByteBuffer.allocate(24 + types.size() + strings.size());
        bytes.order(ByteOrder.LITTLE_ENDIAN).putShort((short) 0xeb9f).put((byte) 1).put((byte) 0);
        bytes.putInt(24).putInt(0).putInt(types.size());
        bytes.putInt(types.size()).putInt(strings.size());
        bytes.put(types.toByteArray()).put(strings.toByteArray());
        return Btf.parse(bytes.array());
    }

    /// The nearest of the types that signatures know.
    public static String name(Btf btf, int id) {
        int resolved = btf.resolve(id);
        return switch (btf.type(resolved)) {
            case BtfType.Void _ -> "void";
            case BtfType.Pointer pointer ->
                    btf.type(btf.resolve(pointer.target())) instanceof BtfType.Int ? "int*" : "ctx";
            default -> btf.size(resolved) > 4 ? "long" : "int";
        };
    }

    private int field(String type) {
        Integer known = named.get(type);
        if (known == null) {
            Integer size = FIELDS.get(type);
            if (size == null) {
                throw new IllegalArgumentException("unknown field " + type);
            }
            known = add(BtfKind.STRUCT, 0, type, size);
            named.put(type, known);
        }
        return known;
    }

    private int id(String type) {
        Integer known = named.get(type);
        if (known != null) {
            return known;
        }
        if (type.startsWith(STRUCT)) {
            String name = type.substring(STRUCT.length(), type.length() - 1);
            named.put(type, add(BtfKind.PTR, 0, "", add(BtfKind.STRUCT, 0, name, 0)));
            return named.get(type);
        }
        int made =
                switch (type) {
                    case "int*" -> add(BtfKind.PTR, 0, "", named.get("int"));
                    case "ctx" -> add(BtfKind.PTR, 0, "", add(BtfKind.STRUCT, 0, context(), 0));
                    default -> throw new IllegalArgumentException("unknown type " + type);
                };
        named.put(type, made);
        return made;
    }

    private String context() {
        return program.context().map(ContextLayout::structName).orElse("none");
    }

    private int add(BtfKind kind, int count, String name, int sizeOrType, int... words) {
        word(name.isEmpty() ? 0 : string(name));
        word(kind.ordinal() << 24 | count);
        word(sizeOrType);
        for (int word : words) {
            word(word);
        }
        return ++last;
    }

    private int string(String text) {
        int offset = strings.size();
        strings.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        strings.write(0);
        return offset;
    }

    private void word(int value) {
        types.writeBytes(
                ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
    }
}
