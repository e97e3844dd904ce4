package dev.skep.cli;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfFormat;
import dev.skep.diag.MalformedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;

/// Prints bytes of a run by their type. Where there is none, or it claims more bytes than there
/// are, numbers are printed as such and everything else in hexadecimal.
final class TypedBytes {
    private TypedBytes() {}

    /// As a line of text.
    ///
    /// @param typeId 0 for unknown
    static String text(Optional<Btf> btf, int typeId, byte[] bytes) {
        return btf.filter(_ -> typeId != 0)
                .flatMap(types -> fitting(() -> oneLine(BtfFormat.text(types, typeId, bytes))))
                .orElseGet(() -> untyped(bytes).toString());
    }

    /// As a tree for [Json].
    ///
    /// @param typeId 0 for unknown
    static Object tree(Optional<Btf> btf, int typeId, byte[] bytes) {
        return btf.filter(_ -> typeId != 0)
                .flatMap(types -> fitting(() -> BtfJson.tree(BtfFormat.tree(types, typeId, bytes))))
                .orElseGet(() -> untyped(bytes));
    }

    private static <T> Optional<T> fitting(Supplier<T> reading) {
        try {
            return Optional.of(reading.get());
        } catch (MalformedException typeClaimsMore) {
            return Optional.empty();
        }
    }

    private static Object untyped(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        return switch (bytes.length) {
            case Integer.BYTES -> Integer.toUnsignedLong(buffer.getInt());
            case Long.BYTES -> buffer.getLong();
            default -> HexFormat.of().formatHex(bytes);
        };
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
