package dev.skep.btf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// A BTF type graph. Type ids run from [#firstId()] to [#lastId()]; id 0 is `void`. Types are
/// checked when they are read and built when they are asked for. Immutable and safe for many
/// threads; the bytes it was read from must not change afterwards.
public final class Btf {
    /// The size of a pointer in every BPF program, in bytes.
    public static final int POINTER_SIZE = 8;

    private Btf() {}

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
        throw new UnsupportedOperationException();
    }

    /// Reads split BTF, such as a kernel module's: its ids and strings go on where those of `base`
    /// end.
    ///
    /// @throws dev.skep.diag.MalformedException with a [BtfCode] if it cannot be right
    public static Btf parse(ByteBuffer bytes, Btf base) {
        throw new UnsupportedOperationException();
    }

    /// The byte order of the section.
    public ByteOrder order() {
        throw new UnsupportedOperationException();
    }

    /// What this is split from.
    public Optional<Btf> base() {
        throw new UnsupportedOperationException();
    }

    /// The lowest id that this section defines: 1, or the one after the last of the base.
    public int firstId() {
        throw new UnsupportedOperationException();
    }

    /// The highest id.
    public int lastId() {
        throw new UnsupportedOperationException();
    }

    /// The type of that id, of the base too.
    ///
    /// @throws dev.skep.diag.MalformedException with [BtfCode#REFERENCE] if there is none
    public BtfType type(int id) {
        throw new UnsupportedOperationException();
    }

    /// The kind of a type, without building it.
    ///
    /// @throws dev.skep.diag.MalformedException with [BtfCode#REFERENCE] if there is none
    public BtfKind kind(int id) {
        throw new UnsupportedOperationException();
    }

    /// The name of a type, without building it; empty if it has none.
    ///
    /// @throws dev.skep.diag.MalformedException with [BtfCode#REFERENCE] if there is none
    public String name(int id) {
        throw new UnsupportedOperationException();
    }

    /// The string at `offset` of the string section, of the base too.
    ///
    /// @throws dev.skep.diag.MalformedException with [BtfCode#STRING] if there is none
    public String string(int offset) {
        throw new UnsupportedOperationException();
    }

    /// The lowest id of a type of that kind and name, of the base too.
    public OptionalInt find(BtfKind kind, String name) {
        return findAll(name).filter(id -> kind(id) == kind).findFirst();
    }

    /// The ids of all types of that name in ascending order, of the base too.
    public IntStream findAll(String name) {
        throw new UnsupportedOperationException();
    }

    /// The first type behind typedefs, qualifiers and type tags.
    ///
    /// @throws dev.skep.diag.MalformedException with [BtfCode#REFERENCE] if there is none
    public int resolve(int id) {
        throw new UnsupportedOperationException();
    }

    /// The size of a type in bytes; 0 for `void`, functions, and announcements.
    ///
    /// @throws dev.skep.diag.MalformedException with [BtfCode#NO_SIZE] for `void`, functions and
    ///   announcements
    public long size(int id) {
        throw new UnsupportedOperationException();
    }

    /// The natural alignment of a type in bytes, 1 for a packed structure.
    ///
    /// @throws dev.skep.diag.MalformedException with [BtfCode#NO_SIZE] where [#size] has none
    public int alignment(int id) {
        throw new UnsupportedOperationException();
    }
}
