package dev.skep.cli;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.LinkException;
import dev.skep.diag.Place;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/// A key or value of a map as the command line gives it: `24+203.0.113.0`.
///
/// Parts are joined by `+`: a number takes 4 bytes (as many as the whole where it has only that
/// part), a dotted address 4 in network order, `hex:` as many as follow.
///
/// @param what `key` or `value`
/// @param place where it was given, for diagnostics
record ElementBytes(String what, String text, String place) {
    /// The bytes.
    ///
    /// @param size how many the map takes
    /// @throws LinkException if the text does not make as many
    byte[] of(int size) {
        String[] parts = text.split("\\+");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String part : parts) {
            out.writeBytes(part(part, parts.length == 1 ? size : Integer.BYTES));
        }
        if (out.size() != size) {
            throw refusal(
                    "the %s %s has %d bytes, the map's has %d"
                            .formatted(what, text, out.size(), size));
        }
        return out.toByteArray();
    }

    private byte[] part(String part, int size) {
        try {
            if (part.startsWith("hex:")) {
                return HexFormat.of().parseHex(part.substring("hex:".length()));
            }
            return part.matches("[0-9]+(\\.[0-9]+){3}") ? address(part) : number(part, size);
        } catch (IllegalArgumentException e) {
            throw refusal("the " + what + " " + part + " is no number, address or hex: and bytes");
        }
    }

    private static byte[] address(String dotted) {
        String[] parts = dotted.split("\\.");
        byte[] bytes = new byte[parts.length];
        for (int i = 0; i < parts.length; i++) {
            int part = Integer.parseInt(parts[i]);
            if (part > 255) {
                throw new IllegalArgumentException(dotted);
            }
            bytes[i] = (byte) part;
        }
        return bytes;
    }

    private static byte[] number(String text, int size) {
        boolean negative = text.startsWith("-");
        long value = negative ? Long.decode(text) : unsigned(text);
        byte[] bytes = new byte[Math.min(size, Long.BYTES)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (value >> 8 * i);
        }
        long rest = bytes.length == Long.BYTES ? 0 : value >> 8 * bytes.length;
        if (rest != 0 && !(negative && rest == -1)) {
            throw new IllegalArgumentException(text);
        }
        return bytes;
    }

    private static long unsigned(String text) {
        return text.startsWith("0x")
                ? Long.parseUnsignedLong(text.substring(2), 16)
                : Long.parseUnsignedLong(text);
    }

    private LinkException refusal(String message) {
        return new LinkException(
                Diagnostic.of(CliCode.MAP_SETTING, message)
                        .at(new Place.Named(place))
                        .fix("join the parts of a structure by +, or give all bytes as hex:"));
    }
}
