package dev.skep.asm;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// Names of helper functions, as calls spell them: `bpf_map_lookup_elem` is 1. The names come from
/// the caller: instructions know numbers only.
public final class HelperNames {
    /// No names: calls are numbers.
    public static final HelperNames NONE = new HelperNames(Map.of());

    private final Map<Integer, String> byId;
    private final Map<String, Integer> byName;

    private HelperNames(Map<Integer, String> byId) {
        this.byId = Map.copyOf(byId);
        this.byName =
                byId.entrySet().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        Map.Entry::getValue, Map.Entry::getKey));
    }

    /// Names by id; each name stands once.
    public static HelperNames of(Map<Integer, String> byId) {
        return new HelperNames(byId);
    }

    /// The name of helper `id`.
    public Optional<String> name(int id) {
        return Optional.ofNullable(byId.get(id));
    }

    /// The id of the helper called `name`.
    public OptionalInt id(String name) {
        Integer id = byName.get(name);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    Iterable<String> all() {
        return byName.keySet();
    }
}
