package dev.skep.lab.capture;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Bytes in network order, put together piece by piece.
final class Bytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Bytes u8(int value) {
        out.write(value);
        return this;
    }

    Bytes u16(int value) {
        return u8(value >>> 8).u8(value);
    }

    Bytes u32(long value) {
        return u16((int) (value >>> 16)).u16((int) value);
    }

    Bytes raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    Bytes hex(String digits) {
        return raw(HexFormat.of().parseHex(digits.replace(" ", "").replace(":", "")));
    }

    Bytes text(String text) {
        return raw(text.getBytes(StandardCharsets.US_ASCII));
    }

    Bytes zeros(int count) {
        return raw(new byte[count]);
    }

    byte[] toArray() {
        return out.toByteArray();
    }

    /// The internet checksum of `bytes` (RFC 1071).
    static int checksum(byte[] bytes) {
        long sum = 0;
        for (int i = 0; i < bytes.length; i += 2) {
            int low = i + 1 < bytes.length ? bytes[i + 1] & 0xff : 0;
            sum += (bytes[i] & 0xff) << 8 | low;
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (int) ~sum & 0xffff;
    }
}
