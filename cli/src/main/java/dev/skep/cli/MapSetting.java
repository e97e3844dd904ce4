package dev.skep.cli;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.LinkException;
import dev.skep.diag.Place;
import dev.skep.diag.Suggestions;
import dev.skep.host.BpfMap;
import dev.skep.linux.KernelMap;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// An element to put into a map, as `--map-set` gives it: `blocklist:24+203.0.113.0=0`.
///
/// Parts are joined by `+`: a number takes 4 bytes (8 where the whole has only that part and 8
/// bytes), a dotted address 4 in network order, `hex:` as many as follow.
record MapSetting(String map, String key, String value) {
    /// Reads one from the command line.
    static final class Converter implements ITypeConverter<MapSetting> {
        @Override
        public MapSetting convert(String text) {
            int colon = text.indexOf(':');
            int equals = text.indexOf('=', colon + 1);
            if (colon < 1 || equals < 0) {
                throw new TypeConversionException("'" + text + "' is not MAP:KEY=VALUE");
            }
            return new MapSetting(
                    text.substring(0, colon),
                    text.substring(colon + 1, equals),
                    text.substring(equals + 1));
        }
    }

    void applyTo(List<? extends BpfMap> maps) {
        BpfMap found =
                maps.stream()
                        .filter(m -> m.definition().name().equals(map))
                        .findFirst()
                        .orElseThrow(() -> unknown(maps));
        byte[] keyBytes = bytes("key", key, found.definition().keySize());
        byte[] valueBytes = bytes("value", value, found.definition().valueSize());
        if (found.definition().type().perCpu()) {
            valueBytes = everywhere(valueBytes, found);
        }
        found.update(keyBytes, valueBytes, BpfMap.ANY);
    }

    /// The same value for each CPU of the host; the JVM's runs have one.
    private static byte[] everywhere(byte[] value, BpfMap map) {
        int stride = (value.length + 7) / 8 * 8;
        int cpus = map instanceof KernelMap own ? own.valuesPerElement() : 1;
        byte[] values = new byte[stride * cpus];
        for (int cpu = 0; cpu < cpus; cpu++) {
            System.arraycopy(value, 0, values, cpu * stride, value.length);
        }
        return values;
    }

    private byte[] bytes(String what, String text, int size) {
        String[] parts = text.split("\\+");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String part : parts) {
            out.writeBytes(part(what, part, parts.length == 1 ? size : Integer.BYTES));
        }
        if (out.size() != size) {
            throw refusal(
                    "the %s %s has %d bytes, the map's has %d"
                            .formatted(what, text, out.size(), size));
        }
        return out.toByteArray();
    }

    private byte[] part(String what, String text, int size) {
        try {
            if (text.startsWith("hex:")) {
                return HexFormat.of().parseHex(text.substring("hex:".length()));
            }
            return text.matches("[0-9]+(\\.[0-9]+){3}") ? address(text) : number(text, size);
        } catch (IllegalArgumentException e) {
            throw refusal("the " + what + " " + text + " is no number, address or hex: and bytes");
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

    private LinkException unknown(List<? extends BpfMap> maps) {
        List<String> names = maps.stream().map(m -> m.definition().name()).toList();
        List<String> near = Suggestions.of(map, names);
        return new LinkException(
                Diagnostic.of(CliCode.UNKNOWN_NAME, "no map is called " + map)
                        .at(new Place.Named("--map-set"))
                        .fix(
                                near.isEmpty()
                                        ? "there are " + String.join(", ", names)
                                        : "did you mean " + String.join(", ", near) + "?"));
    }

    private LinkException refusal(String message) {
        return new LinkException(
                Diagnostic.of(CliCode.MAP_SETTING, message)
                        .at(new Place.Named("--map-set " + map + ":" + key + "=" + value))
                        .fix("join the parts of a structure by +, or give all bytes as hex:"));
    }
}
