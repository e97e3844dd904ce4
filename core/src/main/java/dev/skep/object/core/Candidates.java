package dev.skep.object.core;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The types of the target that may stand for a local one: those of its name, flavours aside, and
/// its kind.
final class Candidates {
    private final Btf target;
    private final Map<String, List<Integer>> flavoured = new HashMap<>();
    private final Map<Key, List<Integer>> found = new HashMap<>();

    private record Key(String name, BtfKind kind) {}

    Candidates(Btf target) {
        this.target = target;
        for (int id = 1; id <= target.lastId(); id++) {
            String name = target.name(id);
            String essential = Flavors.essential(name);
            if (essential.length() < name.length()) {
                flavoured.computeIfAbsent(essential, _ -> new ArrayList<>()).add(id);
            }
        }
    }

    /// The ids of the candidates for a local type of that name and kind, in ascending order.
    List<Integer> of(String name, BtfKind kind) {
        return found.computeIfAbsent(new Key(Flavors.essential(name), kind), this::search);
    }

    private List<Integer> search(Key key) {
        List<Integer> ids = new ArrayList<>(flavoured.getOrDefault(key.name, List.of()));
        target.findAll(key.name).forEach(ids::add);
        ids.removeIf(id -> !Comparison.sameKind(key.kind, target.kind(id)));
        ids.sort(null);
        return ids;
    }
}
