package dev.skep.cli;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.LinkException;
import dev.skep.diag.Place;
import dev.skep.diag.Suggestions;
import dev.skep.host.BpfMap;
import dev.skep.linux.KernelMap;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// An element to put into a map, as `--map-set` gives it: `blocklist:24+203.0.113.0=0`.
///
/// Keys and values are [ElementBytes].
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
        byte[] keyBytes = element("key", key).of(found.definition().keySize());
        byte[] valueBytes = element("value", value).of(found.definition().valueSize());
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

    private ElementBytes element(String what, String text) {
        return new ElementBytes(what, text, "--map-set " + map + ":" + key + "=" + value);
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
}
