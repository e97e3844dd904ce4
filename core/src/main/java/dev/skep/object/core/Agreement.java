package dev.skep.object.core;

import dev.skep.btf.BtfType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Whether the target's type agrees with the local one in detail: every member and enumerator that
/// the local type has is there, with types that agree in turn. What stands behind a pointer has to
/// agree in name and kind only. This is the relation behind `bpf_core_type_matches`.
final class Agreement {
    private final Comparison graphs;

    Agreement(Comparison graphs) {
        this.graphs = graphs;
    }

    /// Whether the two agree.
    boolean types(int localId, int targetId) {
        return types(localId, targetId, false, Comparison.DEEPEST);
    }

    private boolean types(int localId, int targetId, boolean pointed, int depth) {
        BtfType local = graphs.local.type(graphs.local.resolve(localId));
        BtfType target = graphs.target.type(graphs.target.resolve(targetId));
        graphs.step();
        if (depth == 0 || !Flavors.same(local.name(), target.name())) {
            return false;
        }
        return switch (local) {
            case BtfType.Void _ -> target instanceof BtfType.Void;
            case BtfType.Forward forward -> forward(forward, target, pointed);
            case BtfType.Enumeration one ->
                    target instanceof BtfType.Enumeration other && enumerations(one, other);
            case BtfType.Composite one when pointed -> namesake(one, target);
            case BtfType.Composite one ->
                    one.kind() == target.kind()
                            && target instanceof BtfType.Composite other
                            && composites(one, other, depth - 1);
            case BtfType.Int one ->
                    target instanceof BtfType.Int other
                            && one.size() == other.size()
                            && isSigned(one) == isSigned(other);
            case BtfType.Pointer one ->
                    target instanceof BtfType.Pointer other
                            && types(one.target(), other.target(), true, depth - 1);
            case BtfType.Array one ->
                    target instanceof BtfType.Array other
                            && one.count() == other.count()
                            && types(one.element(), other.element(), pointed, depth - 1);
            case BtfType.Prototype one ->
                    target instanceof BtfType.Prototype other
                            && prototypes(one, other, pointed, depth - 1);
            case BtfType.Modifier _,
                    BtfType.Float _,
                    BtfType.Function _,
                    BtfType.Variable _,
                    BtfType.DataSection _,
                    BtfType.DeclarationTag _ ->
                    false;
        };
    }

    private static boolean forward(BtfType.Forward local, BtfType target, boolean pointed) {
        return switch (target) {
            case BtfType.Forward other -> local.union() == other.union();
            case BtfType.Struct _ -> pointed && !local.union();
            case BtfType.Union _ -> pointed && local.union();
            default -> false;
        };
    }

    private static boolean namesake(BtfType.Composite local, BtfType target) {
        return local.kind() == target.kind()
                || target instanceof BtfType.Forward forward
                        && forward.union() == (local instanceof BtfType.Union);
    }

    private static boolean isSigned(BtfType.Int type) {
        return type.encoding() == BtfType.Int.Encoding.SIGNED;
    }

    private boolean enumerations(BtfType.Enumeration local, BtfType.Enumeration target) {
        Set<String> names = new HashSet<>();
        target.enumerators().forEach(e -> names.add(Flavors.essential(e.name())));
        return local.enumerators().size() <= target.enumerators().size()
                && local.enumerators().stream()
                        .allMatch(e -> names.contains(Flavors.essential(e.name())));
    }

    private boolean composites(BtfType.Composite local, BtfType.Composite target, int depth) {
        if (local.members().size() > target.members().size()) {
            return false;
        }
        Map<String, List<BtfType.Member>> byName = new HashMap<>();
        for (BtfType.Member member : target.members()) {
            byName.computeIfAbsent(Flavors.essential(member.name()), _ -> new ArrayList<>())
                    .add(member);
        }
        for (BtfType.Member member : local.members()) {
            boolean found =
                    byName.getOrDefault(Flavors.essential(member.name()), List.of()).stream()
                            .anyMatch(m -> types(member.type(), m.type(), false, depth));
            if (!found) {
                return false;
            }
        }
        return true;
    }

    private boolean prototypes(
            BtfType.Prototype local, BtfType.Prototype target, boolean pointed, int depth) {
        List<BtfType.Parameter> one = local.parameters();
        List<BtfType.Parameter> other = target.parameters();
        if (one.size() != other.size()) {
            return false;
        }
        for (int at = 0; at < one.size(); at++) {
            if (!types(one.get(at).type(), other.get(at).type(), pointed, depth)) {
                return false;
            }
        }
        return types(local.result(), target.result(), pointed, depth);
    }
}
