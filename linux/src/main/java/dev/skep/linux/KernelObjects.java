package dev.skep.linux;

import dev.skep.btf.BtfKind;
import dev.skep.btf.OlderBtf;
import dev.skep.diag.Place;
import dev.skep.host.Errno;
import dev.skep.linux.sys.Bpf;
import dev.skep.linux.sys.Descriptor;
import dev.skep.linux.sys.ProgramAttributes;
import dev.skep.linux.sys.RefusedCall;
import dev.skep.program.MapDefinition;
import dev.skep.program.Program;
import dev.skep.program.TypeImage;
import dev.skep.spec.MapType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// The types and maps that were created so far, so that programs that look alike share them. The
/// least recently used ones go when there are many.
final class KernelObjects implements AutoCloseable {
    private static final int MOST_TYPES = 16;
    private static final int MOST_MAPS = 64;
    private static final Set<MapType> HOLDS_PROGRAMS =
            Set.of(MapType.PROG_ARRAY, MapType.DEVMAP, MapType.DEVMAP_HASH, MapType.CPUMAP);

    /// What kernels before 6.0, 5.17, 5.13 and 5.2 do not know.
    static final List<Set<BtfKind>> OLDER_KERNELS =
            List.of(
                    EnumSet.of(BtfKind.ENUM64),
                    EnumSet.of(BtfKind.TYPE_TAG, BtfKind.DECL_TAG),
                    EnumSet.of(BtfKind.FLOAT),
                    EnumSet.of(BtfKind.DATASEC, BtfKind.VAR));

    private record MapKey(int index, MapDefinition map, Optional<Descriptor> types) {}

    /// Descriptors by what they stand for, the least recently used first.
    private static final class Cache<K> {
        private final Map<K, Descriptor> entries = new LinkedHashMap<>(16, 0.75f, true);

        /// Drops the entries of such keys.
        void drop(Predicate<K> unwanted) {
            entries.entrySet()
                    .removeIf(
                            entry -> {
                                boolean goes = unwanted.test(entry.getKey());
                                if (goes) {
                                    entry.getValue().close();
                                }
                                return goes;
                            });
        }

        /// Drops old entries until there are `most` at the most.
        void shrink(int most) {
            while (entries.size() > most) {
                K oldest = entries.keySet().iterator().next();
                entries.remove(oldest).close();
            }
        }
    }

    private final Bpf bpf;
    private final KernelMaps maps;
    private final List<Set<BtfKind>> steps;
    private final Cache<ByteBuffer> types = new Cache<>();
    private final Cache<MapKey> created = new Cache<>();

    /// @param steps which kinds of types are left out, step by step, when the kernel refuses a
    ///   graph
    KernelObjects(Bpf bpf, List<Set<BtfKind>> steps) {
        this.bpf = bpf;
        this.steps = steps;
        this.maps = new KernelMaps(bpf);
    }

    /// The types of a program, loaded; empty if it has none.
    ///
    /// @throws KernelException if the kernel refuses them
    Optional<ProgramAttributes.Types> types(Program program) {
        return types(List.of(program)).stream().findFirst();
    }

    /// The types of programs of one object, loaded, in their order and with one graph; empty if the
    /// object has none. Users without capabilities may not load any: what they may load otherwise
    /// works without.
    ///
    /// @throws KernelException if the kernel refuses them
    List<ProgramAttributes.Types> types(List<Program> programs) {
        try {
            return loaded(programs);
        } catch (KernelException e) {
            if (e.errno() != Errno.EPERM.number()) {
                throw e;
            }
            return List.of();
        }
    }

    private List<ProgramAttributes.Types> loaded(List<Program> programs) {
        return TypeImage.ofAll(programs, ByteOrder.nativeOrder()).stream()
                .map(
                        image ->
                                new ProgramAttributes.Types(
                                        types(
                                                image.btf(),
                                                KernelProgram.place(programs.getFirst())),
                                        image.functions(),
                                        image.lines()))
                .toList();
    }

    /// The types of a map by itself, loaded; empty if it has none.
    ///
    /// @throws KernelException if the kernel refuses them
    Optional<Descriptor> types(MapDefinition map) {
        return TypeImage.ofMap(map, ByteOrder.nativeOrder())
                .map(btf -> types(btf, KernelMaps.place(map)));
    }

    private Descriptor types(byte[] btf, Place place) {
        ByteBuffer key = ByteBuffer.wrap(btf);
        Descriptor known = types.entries.get(key);
        if (known == null) {
            known = load(btf, place);
            types.entries.put(key, known);
        }
        return known;
    }

    /// Loads a graph, if need be without the kinds of types that the kernel does not know yet, the
    /// latest first.
    private Descriptor load(byte[] btf, Place place) {
        RefusedCall refusal;
        try {
            return bpf.loadTypes(btf);
        } catch (RefusedCall e) {
            refusal = e;
        }
        Set<BtfKind> unknown = EnumSet.noneOf(BtfKind.class);
        for (Set<BtfKind> step : steps) {
            unknown.addAll(step);
            try {
                return bpf.loadTypes(OlderBtf.without(btf, unknown, ByteOrder.nativeOrder()));
            } catch (RefusedCall e) {
                refusal.addSuppressed(e);
            }
        }
        throw KernelException.of(KernelCode.TYPES, place, refusal);
    }

    /// The descriptor of a map like this.
    ///
    /// @param index which of its program's maps it is: those that look alike are two maps
    /// @throws KernelException if the kernel refuses it
    Descriptor map(int index, MapDefinition map, Optional<Descriptor> types) {
        MapKey key = new MapKey(index, map, types);
        Descriptor known = created.entries.get(key);
        if (known == null) {
            try {
                known = maps.create(KernelMaps.completed(map), types);
            } catch (RefusedCall e) {
                throw KernelException.of(KernelCode.MAP, KernelMaps.place(map), e);
            }
            created.entries.put(key, known);
        }
        return known;
    }

    /// Drops what was not used for long; nothing that it handed out may be in use. Maps that hold
    /// programs go at once: the first program that names one decides which others may.
    void tidy() {
        created.drop(key -> HOLDS_PROGRAMS.contains(key.map().type()));
        created.shrink(MOST_MAPS);
        types.shrink(MOST_TYPES);
    }

    @Override
    public void close() {
        created.shrink(0);
        types.shrink(0);
    }
}
