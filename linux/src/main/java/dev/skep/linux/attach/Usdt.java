package dev.skep.linux.attach;

import dev.skep.host.BpfMap;
import dev.skep.host.Link;
import dev.skep.linux.KernelMap;
import dev.skep.linux.KernelObject;
import dev.skep.linux.KernelProgram;
import dev.skep.linux.sys.PerfEvent;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Probes that the authors of executables left in them (USDT): stable names, with arguments that
/// they thought useful.
///
/// Where the arguments are differs from place to place, so programs look it up: in a map
/// `__bpf_usdt_specs`, under the number that comes with the attachment (`bpf_get_attach_cookie`).
/// Its layout is that of libbpf's `usdt.bpf.h`; it is filled in for objects that have it. That
/// takes Linux 5.15.
public final class Usdt {
    private static final String MAP = "__bpf_usdt_specs";
    private static final int MOST_ARGUMENTS = 12;
    private static final int COUNT_AT = MOST_ARGUMENTS * UserArgument.BYTES + Long.BYTES;
    private static final int SPEC = COUNT_AT + Long.BYTES;

    private Usdt() {}

    /// Attaches `program` to every place of a probe.
    ///
    /// @param object which it belongs to
    /// @param process its number, or [Uprobe#EVERY_PROCESS]
    /// @throws dev.skep.linux.KernelException if the file has no such probe, its arguments are not
    ///   understood by an object that asks for them, or the kernel refuses
    public static List<Link> attach(
            KernelObject object,
            KernelProgram program,
            Path file,
            String provider,
            String name,
            int process) {
        List<UserProbe> places =
                ExecutableFile.open(file).probes().stream()
                        .filter(p -> p.provider().equals(provider) && p.name().equals(name))
                        .toList();
        if (places.isEmpty()) {
            throw AttachRefusals.missing(
                    "%s has no probe %s:%s".formatted(file, provider, name),
                    "name one that it has: readelf -n " + file);
        }
        Optional<KernelMap> specs =
                object.maps().stream().filter(m -> m.definition().name().equals(MAP)).findFirst();
        List<Link> links = new ArrayList<>();
        try {
            for (UserProbe place : places) {
                long cookie = specs.map(map -> described(map, file, place)).orElse(0L);
                links.add(attach(program, file, place, cookie, process));
            }
            return links;
        } catch (RuntimeException e) {
            links.forEach(Link::close);
            throw e;
        }
    }

    private static Link attach(
            KernelProgram program, Path file, UserProbe place, long cookie, int process) {
        ProbeKind kind = ProbeKind.of("uprobe");
        long config = place.semaphore() << Integer.SIZE;
        return Probing.attach(
                "usdt",
                "%s:%s:%s+0x%x".formatted(file, place.provider(), place.name(), place.offset()),
                program,
                cookie,
                () ->
                        PerfEvent.probe(
                                kind.type(),
                                config,
                                file.toAbsolutePath().toString(),
                                place.offset(),
                                process),
                "");
    }

    /// Describes the arguments of a place in the map, and says under which number.
    private static long described(KernelMap map, Path file, UserProbe place) {
        byte[] spec = spec(map, file, place);
        int entries = map.definition().maxEntries();
        // The last one stands for places without arguments: it is all zero, and stays so.
        byte[] zero = new byte[spec.length];
        if (Arrays.equals(spec, zero)) {
            return entries - 1L;
        }
        for (int id = 0; id < entries - 1; id++) {
            byte[] there = map.lookup(key(id)).orElse(zero);
            if (Arrays.equals(there, spec)) {
                return id;
            }
            if (Arrays.equals(there, zero)) {
                map.update(key(id), spec, BpfMap.ANY);
                return id;
            }
        }
        throw AttachRefusals.missing(
                "map %s has room for %d kinds of places".formatted(MAP, entries),
                "declare it larger");
    }

    private static byte[] spec(KernelMap map, Path file, UserProbe place) {
        Optional<List<UserArgument>> arguments =
                UserArgument.parse(place.arguments(), System.getProperty("os.arch"))
                        .filter(all -> all.size() <= MOST_ARGUMENTS);
        int size = map.definition().valueSize();
        if (arguments.isEmpty() || size < SPEC) {
            throw AttachRefusals.missing(
                    "the arguments of %s:%s in %s are not understood: %s"
                            .formatted(place.provider(), place.name(), file, place.arguments()),
                    "leave map %s out of the program, and read the registers".formatted(MAP));
        }
        ByteBuffer spec = ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
        arguments.get().forEach(argument -> argument.write(spec));
        return spec.putShort(COUNT_AT, (short) arguments.get().size()).array();
    }

    private static byte[] key(int id) {
        return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder()).putInt(id).array();
    }
}
