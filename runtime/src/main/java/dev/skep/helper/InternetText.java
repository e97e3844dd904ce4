package dev.skep.helper;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Internet addresses as the kernel prints them.
final class InternetText {
    private InternetText() {}

    /// The text of an address of 4 or 16 bytes.
    ///
    /// @param kind `I` for the usual spelling, `i` for the one with leading zeros (and, for IPv6,
    ///   without separators)
    static String of(byte[] address, byte kind) {
        if (address.length == 4) {
            String pattern = kind == 'i' ? "%03d.%03d.%03d.%03d" : "%d.%d.%d.%d";
            return pattern.formatted(
                    address[0] & 0xff, address[1] & 0xff, address[2] & 0xff, address[3] & 0xff);
        }
        return kind == 'i' ? HexFormat.of().formatHex(address) : colons(address);
    }

    private static String colons(byte[] address) {
        List<String> groups = new ArrayList<>();
        for (int i = 0; i < address.length; i += 2) {
            int group = (address[i] & 0xff) << 8 | address[i + 1] & 0xff;
            groups.add("%04x".formatted(group));
        }
        return String.join(":", groups);
    }
}
