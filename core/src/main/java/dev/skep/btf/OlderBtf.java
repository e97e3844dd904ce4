package dev.skep.btf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;

/// Rewrites type graphs for kernels that do not know all kinds of types yet. Each type of an
/// unknown kind becomes one of an older kind that takes as many bytes, so that ids, sizes and
/// offsets stay what they are; what was said besides is lost. libbpf does the same.
///
/// When the kernel learnt a kind, `Documentation/bpf/btf.rst` and its history tell.
public final class OlderBtf {
    private static final int HEADER = 24;
    private static final int NAME = 0;
    private static final int INFO = 1;
    private static final int SIZE = 2;
    private static final int MORE = 3;
    private static final int WORDS_OF_MEMBER = 3;
    private static final int COUNT = 0xffff;

    /// The encoding of an integer of 8 bits.
    private static final int ONE_BYTE = 8;

    private final int[] words;
    private final TypeTable table;
    private final Set<BtfKind> unknown;
    private int integer;

    private OlderBtf(TypeTable table, Set<BtfKind> unknown) {
        this.table = table;
        this.words = table.words();
        this.unknown = unknown;
    }

    /// A graph without types of the kinds in `unknown`.
    ///
    /// @param btf as [BtfImage#bytes] makes it
    /// @param unknown among `VAR`, `DATASEC`, `FLOAT`, `DECL_TAG`, `TYPE_TAG` and `ENUM64`; others
    ///   stay
    public static byte[] without(byte[] btf, Set<BtfKind> unknown, ByteOrder order) {
        Btf graph = Btf.parse(btf);
        OlderBtf older = new OlderBtf(graph.table(), unknown);
        older.rewrite(graph);
        byte[] bytes = btf.clone();
        ByteBuffer.wrap(bytes, HEADER, older.words.length * Integer.BYTES)
                .slice()
                .order(order)
                .asIntBuffer()
                .put(older.words);
        return bytes;
    }

    private void rewrite(Btf graph) {
        for (int id = graph.firstId(); id <= graph.lastId(); id++) {
            if (graph.kind(id) == BtfKind.INT) {
                integer = id;
                break;
            }
        }
        for (int id = graph.firstId(); id <= graph.lastId(); id++) {
            BtfKind kind = graph.kind(id);
            if (unknown.contains(kind)) {
                replace(table.start(id), kind, table.count(id));
            }
        }
    }

    private void replace(int at, BtfKind kind, int count) {
        switch (kind) {
            case VAR, DECL_TAG -> {
                become(at, BtfKind.INT);
                words[at + NAME] = 0;
                words[at + SIZE] = 1;
                words[at + MORE] = ONE_BYTE;
            }
            case DATASEC -> {
                become(at, BtfKind.STRUCT);
                words[at + INFO] |= count & COUNT;
                words[at + NAME] = 0;
                variables(at, count);
            }
            case FLOAT -> {
                become(at, BtfKind.STRUCT);
                words[at + NAME] = 0;
            }
            case TYPE_TAG -> {
                become(at, BtfKind.CONST);
                words[at + NAME] = 0;
            }
            case ENUM64 -> {
                become(at, BtfKind.UNION);
                words[at + INFO] |= count & COUNT;
                values(at, count);
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
                    FUNC,
                    FUNC_PROTO -> {}
        }
    }

    /// Variables become members at their offsets.
    private void variables(int at, int count) {
        for (int i = 0; i < count; i++) {
            int entry = at + MORE + WORDS_OF_MEMBER * i;
            member(entry, words[entry], words[entry + 1] * Byte.SIZE);
        }
    }

    /// Values become members of some type that is there.
    private void values(int at, int count) {
        for (int i = 0; i < count; i++) {
            member(at + MORE + WORDS_OF_MEMBER * i, integer, 0);
        }
    }

    private void member(int at, int type, int bitOffset) {
        words[at] = 0;
        words[at + 1] = type;
        words[at + 2] = bitOffset;
    }

    private void become(int at, BtfKind kind) {
        words[at + INFO] = kind.ordinal() << 24;
    }
}
