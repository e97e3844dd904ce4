package dev.skep.lab.generate;

import dev.skep.btf.Btf;
import dev.skep.program.MapDefinition;
import dev.skep.spec.MapType;
import dev.skep.spec.ProgramType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The types that all generated programs share: those of functions, and of values with fields that
/// the kernel knows.
final class Types {
    /// Where the lock stands in a value.
    static final int LOCK = 0;

    /// Where the timer stands in a value.
    static final int TIMER = 8;

    /// What global functions take after their result; contexts by the name of their structure.
    static final List<List<String>> SIGNATURES =
            List.of(
                    List.of("int", "long"),
                    List.of("int", "int", "long"),
                    List.of("int", "int*"),
                    List.of("int", "int*", "int"),
                    List.of("int", "struct xdp_md*", "int"),
                    List.of("int", "struct __sk_buff*", "int"));

    /// The id of the entry function.
    static final int ENTRY;

    /// The id of every static function.
    static final int STATIC;

    /// The ids of global functions, as [#SIGNATURES] counts them.
    static final List<Integer> GLOBAL;

    static final Btf BTF;
    private static final int KEY;
    private static final int LOCKED;
    private static final int TIMED;

    static {
        TypeWriter writer = new TypeWriter(ProgramType.XDP);
        ENTRY = writer.function("entry", true, List.of("int", "long"));
        STATIC = writer.function("local", false, List.of("int", "long"));
        GLOBAL = SIGNATURES.stream().map(s -> writer.function("global", true, s)).toList();
        KEY = writer.key();
        LOCKED = writer.value("locked", 16, Map.of(LOCK, "bpf_spin_lock"));
        TIMED = writer.value("timed", 32, Map.of(TIMER, "bpf_timer"));
        BTF = writer.btf();
    }

    private Types() {}

    /// A map whose values hold a lock.
    static MapDefinition locked(MapType type) {
        return typed(MapDefinition.of("locked", type, 4, 16, 4), LOCKED);
    }

    /// A map whose values hold a timer.
    static MapDefinition timed(MapType type) {
        return typed(MapDefinition.of("timed", type, 4, 32, 4), TIMED);
    }

    private static MapDefinition typed(MapDefinition map, int value) {
        return new MapDefinition(
                map.name(),
                map.type(),
                map.keySize(),
                map.valueSize(),
                map.maxEntries(),
                map.flags(),
                map.extra(),
                Optional.of(new MapDefinition.Types(BTF, KEY, value)),
                map.inner(),
                map.slots(),
                map.globals(),
                map.pinning());
    }
}
