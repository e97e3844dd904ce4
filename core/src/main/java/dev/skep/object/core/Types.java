package dev.skep.object.core;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/// A type graph that remembers the types it has been asked for: relocations ask for the same few
/// again and again. Not for several threads.
final class Types {
    private final Btf btf;
    private final Map<Integer, BtfType> known = new HashMap<>();

    Types(Btf btf) {
        this.btf = btf;
    }

    BtfType type(int id) {
        return known.computeIfAbsent(id, btf::type);
    }

    BtfKind kind(int id) {
        return btf.kind(id);
    }

    String name(int id) {
        return btf.name(id);
    }

    int resolve(int id) {
        return btf.resolve(id);
    }

    long size(int id) {
        return btf.size(id);
    }

    ByteOrder order() {
        return btf.order();
    }
}
