package dev.skep.linux;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType;
import dev.skep.diag.Place;
import dev.skep.host.BpfMap;
import dev.skep.linux.sys.Bpf;
import dev.skep.linux.sys.Descriptor;
import dev.skep.linux.sys.MapAttributes;
import dev.skep.linux.sys.MapElements;
import dev.skep.linux.sys.RefusedCall;
import dev.skep.program.Globals;
import dev.skep.program.MapDefinition;
import dev.skep.spec.MapType;
import java.util.Optional;
import java.util.stream.IntStream;

/// Creates maps in the kernel as libbpf does: filled with their globals, and frozen if those are
/// constants.
final class KernelMaps {
    /// Where arenas that do not say start: a place where programs on x86-64 have nothing.
    private static final long ARENA = 1L << 44;

    private final Bpf bpf;

    KernelMaps(Bpf bpf) {
        this.bpf = bpf;
    }

    /// Creates a map of exactly that shape.
    ///
    /// @param types the descriptor of the types that its definition refers to
    Descriptor create(MapDefinition map, Optional<Descriptor> types) throws RefusedCall {
        try (Inner inner = inner(map, types)) {
            Descriptor created = create(attributes(map, inner, types));
            try {
                fill(created, map);
                return created;
            } catch (RefusedCall e) {
                created.close();
                throw e;
            }
        }
    }

    /// How messages name a map.
    static Place place(MapDefinition map) {
        return new Place.Named("map " + map.name() + " (" + map.type().shortName() + ")");
    }

    /// The map that shows what the maps inside look like; the kernel does not need it afterwards.
    private record Inner(Optional<Descriptor> descriptor) implements AutoCloseable {
        @Override
        public void close() {
            descriptor.ifPresent(Descriptor::close);
        }
    }

    private Inner inner(MapDefinition map, Optional<Descriptor> types) throws RefusedCall {
        return new Inner(
                map.inner().isPresent()
                        ? Optional.of(create(map.inner().get(), types))
                        : Optional.empty());
    }

    /// Types are a courtesy for many maps, and some kinds of maps refuse them.
    private Descriptor create(MapAttributes attributes) throws RefusedCall {
        try {
            return bpf.createMap(attributes);
        } catch (RefusedCall e) {
            if (attributes.types().isEmpty()) {
                throw e;
            }
            return bpf.createMap(attributes.untyped());
        }
    }

    private static MapAttributes attributes(
            MapDefinition map, Inner inner, Optional<Descriptor> types) {
        return new MapAttributes(
                map.type().id(),
                map.keySize(),
                map.valueSize(),
                map.maxEntries(),
                map.flags(),
                map.extra(),
                map.name(),
                inner.descriptor(),
                types.flatMap(
                        btf ->
                                map.types()
                                        .map(
                                                t ->
                                                        new MapAttributes.Types(
                                                                btf,
                                                                keyType(map.type(), t),
                                                                t.valueTypeId()))));
    }

    /// Arrays take integers as keys only; an enumeration is as good as one, and the values keep
    /// their types.
    private static int keyType(MapType type, MapDefinition.Types types) {
        Btf btf = types.btf();
        boolean array = type == MapType.ARRAY || type == MapType.PERCPU_ARRAY;
        if (!array || btf.kind(btf.resolve(types.keyTypeId())) != BtfKind.ENUM) {
            return types.keyTypeId();
        }
        return IntStream.rangeClosed(btf.firstId(), btf.lastId())
                .filter(
                        id ->
                                btf.kind(id) == BtfKind.INT
                                        && btf.type(id) instanceof BtfType.Int integer
                                        && integer.bits() == Integer.SIZE
                                        && integer.bitOffset() == 0)
                .findFirst()
                .orElse(types.keyTypeId());
    }

    /// The map as objects mean it when they leave something open, which libbpf fills in too: rings
    /// have a size that the kernel can use, buffers of perf events one element for every CPU, and
    /// arenas a place.
    static MapDefinition completed(MapDefinition map) {
        MapDefinition sized = map.withMaxEntries(maxEntries(map));
        return map.type() == MapType.ARENA && map.extra() == 0 ? sized.withExtra(ARENA) : sized;
    }

    private static int maxEntries(MapDefinition map) {
        int entries = map.maxEntries();
        int page = Machine.pageSize();
        return switch (map.type()) {
            case RINGBUF, USER_RINGBUF ->
                    entries <= page || Integer.bitCount(entries) == 1
                            ? Math.max(entries, page)
                            : Integer.highestOneBit(entries) << 1;
            case PERF_EVENT_ARRAY -> entries == 0 ? Machine.possibleCpus() : entries;
            case HASH,
                    ARRAY,
                    PROG_ARRAY,
                    PERCPU_HASH,
                    PERCPU_ARRAY,
                    STACK_TRACE,
                    CGROUP_ARRAY,
                    LRU_HASH,
                    LRU_PERCPU_HASH,
                    LPM_TRIE,
                    ARRAY_OF_MAPS,
                    HASH_OF_MAPS,
                    DEVMAP,
                    SOCKMAP,
                    CPUMAP,
                    XSKMAP,
                    SOCKHASH,
                    CGROUP_STORAGE,
                    REUSEPORT_SOCKARRAY,
                    PERCPU_CGROUP_STORAGE,
                    QUEUE,
                    STACK,
                    SK_STORAGE,
                    DEVMAP_HASH,
                    STRUCT_OPS,
                    INODE_STORAGE,
                    TASK_STORAGE,
                    BLOOM_FILTER,
                    CGRP_STORAGE,
                    ARENA,
                    INSN_ARRAY ->
                    entries;
        };
    }

    private void fill(Descriptor created, MapDefinition map) throws RefusedCall {
        if (map.globals().isPresent()) {
            Globals globals = map.globals().get();
            byte[] contents = globals.contents();
            boolean zero = true;
            for (byte b : contents) {
                zero &= b == 0;
            }
            MapElements elements = new MapElements(created);
            if (!zero) {
                elements.update(new byte[map.keySize()], contents, BpfMap.ANY);
            }
            if (globals.readOnly()) {
                elements.freeze();
            }
        }
    }
}
