package dev.skep.object.core;

import dev.skep.btf.BtfType;
import dev.skep.btf.CoreRelocation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds what a local access means in a type of the target: members and enumerators by name, array
/// elements by index. Members of the target may stand in anonymous structures and unions that the
/// local type lacks.
final class AccessMatcher {
    private final Comparison graphs;
    private final Compatibility compatibility;
    private final Agreement agreement;

    AccessMatcher(Comparison graphs) {
        this.graphs = graphs;
        this.compatibility = new Compatibility(graphs);
        this.agreement = new Agreement(graphs);
    }

    /// The same access within the target's type `candidate`; empty if that has no such thing.
    Optional<Access> match(CoreRelocation.Kind kind, Access local, int candidate) {
        return switch (Subject.of(kind)) {
            case TYPE -> {
                boolean fits =
                        kind == CoreRelocation.Kind.TYPE_MATCHES
                                ? agreement.types(local.root(), candidate)
                                : compatibility.types(local.root(), candidate);
                yield fits
                        ? Optional.of(new Access(graphs.target, candidate, List.of(), 0))
                        : Optional.empty();
            }
            case ENUMERATOR -> enumerator(local, candidate);
            case FIELD -> new Walk(candidate).field(local);
        };
    }

    private Optional<Access> enumerator(Access local, int candidate) {
        int resolved = graphs.target.resolve(candidate);
        if (!(graphs.target.type(resolved) instanceof BtfType.Enumeration enumeration)) {
            return Optional.empty();
        }
        List<BtfType.Enumerator> enumerators = enumeration.enumerators();
        for (int index = 0; index < enumerators.size(); index++) {
            graphs.step();
            String name = enumerators.get(index).name();
            if (Flavors.same(local.last().name(), name)) {
                Access.Step step = new Access.Step(resolved, index, name);
                return Optional.of(new Access(graphs.target, candidate, List.of(step), 0));
            }
        }
        return Optional.empty();
    }

    /// One walk through the target's types.
    private final class Walk {
        private final int root;
        private final List<Access.Step> steps = new ArrayList<>();
        private long bitOffset;
        private int type;

        Walk(int root) {
            this.root = root;
            this.type = root;
        }

        Optional<Access> field(Access local) {
            for (int at = 0; at < local.steps().size(); at++) {
                Access.Step step = local.steps().get(at);
                type = graphs.target.resolve(type);
                boolean found =
                        step.isElement()
                                ? element(step.index(), at == 0)
                                : member(type, 0, step, new HashSet<>());
                if (!found) {
                    return Optional.empty();
                }
            }
            return Optional.of(new Access(graphs.target, root, steps, bitOffset));
        }

        private boolean element(int index, boolean first) {
            if (!first) {
                if (!(graphs.target.type(type) instanceof BtfType.Array array)
                        || index >= array.count()
                                && !AccessParser.isFlexible(graphs.target, steps, array)) {
                    return false;
                }
                type = graphs.target.resolve(array.element());
            }
            steps.add(new Access.Step(type, index, ""));
            if (index > 0) {
                bitOffset += index * graphs.target.size(type) * Byte.SIZE;
            }
            return true;
        }

        /// Looks for the local member in the type `holder`, which starts `offset` bits into the
        /// current type. `searched` holds the anonymous types that have been looked at in vain.
        private boolean member(int holder, long offset, Access.Step local, Set<Integer> searched) {
            if (searched.size() > AccessParser.MOST_STEPS * AccessParser.MOST_STEPS
                    || !searched.add(holder)
                    || !(graphs.target.type(holder) instanceof BtfType.Composite composite)) {
                return false;
            }
            List<BtfType.Member> members = composite.members();
            for (int index = 0; index < members.size(); index++) {
                graphs.step();
                BtfType.Member member = members.get(index);
                long start = offset + member.bitOffset();
                if (member.name().isEmpty()) {
                    int inner = graphs.target.resolve(member.type());
                    if (member(inner, start, local, searched)) {
                        return true;
                    }
                } else if (member.name().equals(local.name())) {
                    if (!compatibility.fields(typeOf(local), member.type())) {
                        return false;
                    }
                    steps.add(new Access.Step(holder, index, member.name()));
                    bitOffset += start;
                    type = member.type();
                    return true;
                }
            }
            return false;
        }

        private int typeOf(Access.Step local) {
            BtfType.Composite composite = (BtfType.Composite) graphs.local.type(local.type());
            return composite.members().get(local.index()).type();
        }
    }
}
