package dev.skep.object.core;

import dev.skep.btf.BtfType;
import java.util.List;

/// Whether types are near enough to each other: the loose relation, under which sizes, members and
/// signs may differ. [Agreement] is the strict one.
final class Compatibility {
    private final Comparison graphs;

    Compatibility(Comparison graphs) {
        this.graphs = graphs;
    }

    /// Whether a field of type `localId` can be read where the target has one of type `targetId`.
    boolean fields(int localId, int targetId) {
        BtfType local = graphs.local.type(graphs.local.resolve(localId));
        BtfType target = graphs.target.type(graphs.target.resolve(targetId));
        graphs.step();
        if (local instanceof BtfType.Composite && target instanceof BtfType.Composite) {
            return true;
        }
        if (!Comparison.sameKind(local.kind(), target.kind())) {
            return false;
        }
        if (local instanceof BtfType.Array one && target instanceof BtfType.Array other) {
            return fields(one.element(), other.element());
        }
        if (local instanceof BtfType.Int one && target instanceof BtfType.Int other) {
            return one.bitOffset() == 0 && other.bitOffset() == 0;
        }
        if (local instanceof BtfType.Enumeration || local instanceof BtfType.Forward) {
            return local.name().isEmpty()
                    || target.name().isEmpty()
                    || Flavors.same(local.name(), target.name());
        }
        return local instanceof BtfType.Pointer || local instanceof BtfType.Float;
    }

    /// Whether the target's type, found by its name, is of the same sort.
    boolean types(int localId, int targetId) {
        return Comparison.sameKind(graphs.local.kind(localId), graphs.target.kind(targetId))
                && types(localId, targetId, Comparison.DEEPEST);
    }

    private boolean types(int localId, int targetId, int depth) {
        BtfType local = graphs.local.type(graphs.local.resolve(localId));
        BtfType target = graphs.target.type(graphs.target.resolve(targetId));
        graphs.step();
        if (depth == 0 || !Comparison.sameKind(local.kind(), target.kind())) {
            return false;
        }
        if (local instanceof BtfType.Int one && target instanceof BtfType.Int other) {
            return one.bitOffset() == 0 && other.bitOffset() == 0;
        }
        if (local instanceof BtfType.Pointer one && target instanceof BtfType.Pointer other) {
            return types(one.target(), other.target(), depth - 1);
        }
        if (local instanceof BtfType.Array one && target instanceof BtfType.Array other) {
            return types(one.element(), other.element(), depth - 1);
        }
        if (local instanceof BtfType.Prototype one && target instanceof BtfType.Prototype other) {
            return prototypes(one, other, depth - 1);
        }
        return local instanceof BtfType.Void
                || local instanceof BtfType.Composite
                || local instanceof BtfType.Enumeration
                || local instanceof BtfType.Forward;
    }

    private boolean prototypes(BtfType.Prototype local, BtfType.Prototype target, int depth) {
        List<BtfType.Parameter> one = local.parameters();
        List<BtfType.Parameter> other = target.parameters();
        if (one.size() != other.size()) {
            return false;
        }
        for (int at = 0; at < one.size(); at++) {
            if (!types(one.get(at).type(), other.get(at).type(), depth)) {
                return false;
            }
        }
        return types(local.result(), target.result(), depth);
    }
}
