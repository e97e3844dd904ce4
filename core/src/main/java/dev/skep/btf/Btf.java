package dev.skep.btf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// A BTF type graph. Type ids run from 1 to [#lastId()]; id 0 is `void`. Types are checked when
/// they are read and built when they are asked for. Immutable and safe for many threads; the bytes
/// it was read from must not change afterwards.
///
/// The source is the kernel's `Documentation/bpf/btf.rst`.
public final class Btf {
    /// The size of a pointer in every BPF program, in bytes.
    public static final int POINTER_SIZE = 8;

    private final Btf base;
    private final ByteOrder order;
    private final TypeTable table;
    private final BtfStrings strings;
    private final TypeBuilder builder;
    private final TypeLayout layout;
    private volatile NameIndex names;

    private Btf(ByteBuffer bytes, Btf base) {
        ByteBuffer section = bytes.slice();
        BtfHeader header = BtfHeader.read(section);
        this.base = base;
        this.order = section.order();
        this.strings = BtfStrings.read(header, base == null ? 0 : base.strings.end());
        this.table = TypeTable.read(header, base == null ? 1 : base.lastId() + 1);
        this.builder = new TypeBuilder(this, table);
        this.layout = new TypeLayout(this, table);
    }

    /// Reads the contents of a `.BTF` section or of `/sys/kernel/btf/vmlinux`.
    ///
    /// @throws dev.skep.diag.MalformedException with a [BtfCode] if they cannot be right
    public static Btf parse(byte[] bytes) {
        return parse(ByteBuffer.wrap(bytes));
    }

    /// Reads the remaining bytes of `bytes`, whose position and order are left alone.
    ///
    /// @throws dev.skep.diag.MalformedException with a [BtfCode] if they cannot be right
    public static Btf parse(ByteBuffer bytes) {
        return checked(new Btf(bytes, null));
    }

    /// Reads split BTF, such as a kernel module's: its ids and strings go on where those of `base`
    /// end.
    ///
    /// @throws dev.skep.diag.MalformedException with a [BtfCode] if it cannot be right
    public static Btf parse(ByteBuffer bytes, Btf base) {
        return checked(new Btf(bytes, base));
    }

    private static Btf checked(Btf btf) {
        new TypeCheck(btf, btf.table, btf.strings.end()).run();
        new ContainmentCheck(btf.table).run();
        return btf;
    }

    /// The byte order of the section.
    public ByteOrder order() {
        return order;
    }

    /// What this is split from.
    public Optional<Btf> base() {
        return Optional.ofNullable(base);
    }

    /// The lowest id that this section defines: 1, or the one after the last of the base.
    public int firstId() {
        return table.firstId();
    }

    /// The highest id.
    public int lastId() {
        return table.lastId();
    }

    /// The type of that id, of the base too.
    ///
    /// @throws dev.skep.diag.MalformedException with [BtfCode#REFERENCE] if there is none
    public BtfType type(int id) {
        return id == 0 ? new BtfType.Void() : owner(id).builder.build(id);
    }

    /// The kind of a type, without building it.
    ///
    /// @throws dev.skep.diag.MalformedException with [BtfCode#REFERENCE] if there is none
    public BtfKind kind(int id) {
        return id == 0 ? BtfKind.VOID : owner(id).table.kind(id);
    }

    /// The name of a type, without building it; empty if it has none.
    ///
    /// @throws dev.skep.diag.MalformedException with [BtfCode#REFERENCE] if there is none
    public String name(int id) {
        return id == 0 ? "" : string(owner(id).table.name(id));
    }

    /// The string at `offset` of the string section, of the base too.
    ///
    /// @throws dev.skep.diag.MalformedException with [BtfCode#STRING] if there is none
    public String string(int offset) {
        return offset == 0 ? "" : stringOwner(offset).strings.at(offset);
    }

    /// The lowest id of a type of that kind and name, of the base too.
    public OptionalInt find(BtfKind kind, String name) {
        return findAll(name).filter(id -> kind(id) == kind).findFirst();
    }

    /// The texts of the declaration tags of function, variable or type `target`; those of its
    /// member or parameter `component`, or with [BtfType.DeclarationTag#WHOLE] of itself.
    public List<String> tags(int target, int component) {
        return IntStream.rangeClosed(firstId(), lastId())
                .filter(id -> kind(id) == BtfKind.DECL_TAG)
                .mapToObj(id -> (BtfType.DeclarationTag) type(id))
                .filter(tag -> tag.target() == target && tag.component() == component)
                .map(BtfType.DeclarationTag::name)
                .toList();
    }

    /// The ids of all types of that name in ascending order, of the base too.
    public IntStream findAll(String name) {
        NameIndex index = names;
        if (index == null) {
            index = new NameIndex(this, table, strings);
            names = index;
        }
        IntStream own = index.find(name);
        return base == null ? own : IntStream.concat(base.findAll(name), own);
    }

    /// The first type behind typedefs, qualifiers and type tags.
    ///
    /// @throws dev.skep.diag.MalformedException with [BtfCode#REFERENCE] if there is none
    public int resolve(int id) {
        return TypeLayout.resolve(this, id);
    }

    /// The size of a type in bytes.
    ///
    /// @throws dev.skep.diag.MalformedException with [BtfCode#NO_SIZE] for `void`, functions and
    ///   announcements
    public long size(int id) {
        long size = TypeLayout.size(this, id);
        if (size < 0) {
            throw withoutSize(id);
        }
        return size;
    }

    /// The natural alignment of a type in bytes, 1 for a packed structure.
    ///
    /// @throws dev.skep.diag.MalformedException with [BtfCode#NO_SIZE] where [#size] has none
    public int alignment(int id) {
        int alignment = alignmentOrNone(id);
        if (alignment == TypeLayout.NONE) {
            throw withoutSize(id);
        }
        return alignment;
    }

    /// Whether a structure or union can only have been laid out with `__attribute__((packed))`.
    boolean isPacked(int id) {
        return owner(id).layout.isPacked(id);
    }

    int alignmentOrNone(int id) {
        return id == 0 ? TypeLayout.NONE : owner(id).layout.alignment(id);
    }

    /// The third word of a type: its size, or the id of the type it refers to.
    int sizeOrType(int id) {
        return owner(id).table.sizeOrType(id);
    }

    /// Where a type starts, in bytes from the start of its section; for diagnostics.
    long place(int id) {
        return id == 0 ? 0 : owner(id).table.place(id);
    }

    boolean isString(int offset, byte[] text) {
        return stringOwner(offset).strings.equal(offset, text);
    }

    int stringLength(int offset) {
        return offset == 0 ? 0 : stringOwner(offset).strings.length(offset);
    }

    /// The offset after the last string.
    int stringsEnd() {
        return strings.end();
    }

    boolean hasString(int offset) {
        return offset >= 0 && (offset == 0 || offset < strings.end());
    }

    TypeTable table() {
        return table;
    }

    byte[] stringBytes() {
        return strings.bytes();
    }

    private Btf owner(int id) {
        Btf at = this;
        while (at.base != null && id < at.firstId()) {
            at = at.base;
        }
        if (id < 1 || id > lastId()) {
            throw BtfFault.at(
                    0,
                    BtfCode.REFERENCE,
                    "there is no type "
                            + Integer.toUnsignedString(id)
                            + "; the last one is "
                            + lastId());
        }
        return at;
    }

    private Btf stringOwner(int offset) {
        Btf at = this;
        while (at.base != null && !at.strings.holds(offset) && offset < at.strings.end()) {
            at = at.base;
        }
        if (!at.strings.holds(offset)) {
            throw BtfFault.at(
                    0,
                    BtfCode.STRING,
                    "there is no string at "
                            + Integer.toUnsignedString(offset)
                            + "; the strings end at "
                            + strings.end());
        }
        return at;
    }

    private RuntimeException withoutSize(int id) {
        String name = name(id);
        return BtfFault.at(
                place(id),
                BtfCode.NO_SIZE,
                "type "
                        + id
                        + (name.isEmpty() ? "" : " (" + name + ")")
                        + " of kind "
                        + kind(id)
                        + " has no size");
    }
}
