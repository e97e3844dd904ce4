package dev.skep.program;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType;
import dev.skep.program.SpecialField.Kind;
import dev.skep.program.SpecialFields.Fault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/// Looks for special fields in one type. Not for several threads, and for one search only.
final class FieldSearch {
    private static final int MOST = 11;
    private static final int DEEPEST = 32;
    private static final String CONTAINS = "contains:";

    /// Ends the search.
    private static final class Stop extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final Fault fault;

        Stop(Fault fault) {
            super(fault.title(), null, false, false);
            this.fault = fault;
        }
    }

    /// Where a field is declared: a member of a structure, or a variable.
    private record Declaration(int typeId, int component) {}

    private final Btf btf;
    private final Set<Kind> wanted;
    private final Map<String, Long> offsets;
    private final Set<Kind> seen = EnumSet.noneOf(Kind.class);

    /// A search for the `wanted` kinds; `offsets` are those of global variables by their names,
    /// where the sections of `btf` do not have them.
    FieldSearch(Btf btf, Set<Kind> wanted, Map<String, Long> offsets) {
        this.btf = btf;
        this.wanted = wanted;
        this.offsets = offsets;
    }

    SpecialFields search(int typeId) {
        try {
            List<SpecialField> found = new ArrayList<>(inside(typeId, 0));
            found.sort(Comparator.comparingInt(SpecialField::offset));
            checkCompany(found);
            return new SpecialFields(found, Optional.empty());
        } catch (Stop stop) {
            return new SpecialFields(List.of(), Optional.of(stop.fault));
        }
    }

    /// The fields of a structure or section, their offsets counted from its start.
    private List<SpecialField> inside(int typeId, int depth) {
        if (depth >= DEEPEST) {
            throw new Stop(Fault.TOO_DEEP);
        }
        List<SpecialField> found = new ArrayList<>();
        if (btf.type(typeId) instanceof BtfType.Struct struct) {
            for (int i = 0; i < struct.members().size(); i++) {
                BtfType.Member member = struct.members().get(i);
                Declaration place = new Declaration(typeId, i);
                collect(found, member.type(), member.offset(), place, depth);
            }
        } else if (btf.type(typeId) instanceof BtfType.DataSection section) {
            for (BtfType.SectionVariable entry : section.variables()) {
                if (btf.type(entry.variable()) instanceof BtfType.Variable variable) {
                    Declaration place = new Declaration(entry.variable(), -1);
                    long offset = offsets.getOrDefault(variable.name(), entry.offset());
                    collect(found, variable.type(), offset, place, depth);
                }
            }
        }
        return found;
    }

    private void collect(
            List<SpecialField> into, int typeId, long offset, Declaration place, int depth) {
        long count = 1;
        int element = typeId;
        while (btf.type(element) instanceof BtfType.Array array) {
            count *= array.count();
            element = array.element();
        }
        if (count == 0) {
            return;
        }
        List<SpecialField> each = element(element, offset, place, depth);
        if (count > 1 && !each.isEmpty()) {
            if (!each.stream().allMatch(f -> f.kind().repeatable())) {
                throw new Stop(Fault.REPEATED);
            }
            if (count * each.size() > MOST) {
                throw new Stop(Fault.TOO_MANY);
            }
        }
        for (int i = 0; !each.isEmpty() && i < count; i++) {
            int distance = Math.toIntExact(i * btf.size(element));
            each.forEach(f -> into.add(f.movedBy(distance)));
        }
        if (into.size() > MOST) {
            throw new Stop(Fault.TOO_MANY);
        }
    }

    private List<SpecialField> element(int typeId, long offset, Declaration place, int depth) {
        int at = Math.toIntExact(offset);
        if (!(btf.type(typeId) instanceof BtfType.Struct struct)) {
            return pointer(typeId, at).stream().toList();
        }
        Optional<Kind> kind =
                Kind.byName(struct.name()).filter(k -> wanted.contains(k) && !k.pointer());
        if (kind.isEmpty()) {
            return inside(typeId, depth + 1).stream().map(f -> f.movedBy(at)).toList();
        }
        if (kind.get().single() && !seen.add(kind.get())) {
            throw new Stop(Fault.TWICE);
        }
        if (at % kind.get().alignment() != 0 || struct.size() != kind.get().size()) {
            return List.of();
        }
        return List.of(
                kind.get() == Kind.LIST_HEAD || kind.get() == Kind.RB_ROOT
                        ? graph(kind.get(), at, place)
                        : new SpecialField(kind.get(), at, 0, ""));
    }

    /// A pointer with a tag right behind it; a `volatile` before it does no harm.
    private Optional<SpecialField> pointer(int typeId, int at) {
        int plain = btf.type(typeId) instanceof BtfType.Volatile v ? v.target() : typeId;
        if (!(btf.type(plain) instanceof BtfType.Pointer pointer)
                || !(btf.type(pointer.target()) instanceof BtfType.TypeTag tag)
                || tag.attribute()
                || at % Kind.REFERENCED_POINTER.alignment() != 0) {
            return Optional.empty();
        }
        Optional<Kind> kind = Kind.byName(tag.name()).filter(Kind::pointer);
        if (kind.isEmpty() || btf.type(tag.target()) instanceof BtfType.TypeTag) {
            throw new Stop(Fault.POINTER);
        }
        if (!wanted.contains(kind.get())) {
            return Optional.empty();
        }
        int target = btf.resolve(tag.target());
        if (btf.kind(target) != BtfKind.STRUCT) {
            throw new Stop(Fault.POINTER);
        }
        return Optional.of(new SpecialField(kind.get(), at, target, ""));
    }

    /// A list or tree, whose declaration has a tag `contains:structure:member`.
    private SpecialField graph(Kind kind, int at, Declaration place) {
        List<String> tags =
                IntStream.rangeClosed(btf.firstId(), btf.lastId())
                        .filter(id -> btf.kind(id) == BtfKind.DECL_TAG)
                        .mapToObj(btf::type)
                        .map(BtfType.DeclarationTag.class::cast)
                        .filter(t -> t.target() == place.typeId())
                        .filter(t -> t.component() == place.component())
                        .map(BtfType.DeclarationTag::name)
                        .filter(name -> name.startsWith(CONTAINS))
                        .toList();
        String[] parts =
                tags.size() == 1
                        ? tags.getFirst().substring(CONTAINS.length()).split(":", 2)
                        : new String[0];
        OptionalInt held =
                parts.length == 2 ? btf.find(BtfKind.STRUCT, parts[0]) : OptionalInt.empty();
        Kind node = kind == Kind.LIST_HEAD ? Kind.LIST_NODE : Kind.RB_NODE;
        if (held.isEmpty() || !hasNode(held.getAsInt(), parts[1], node)) {
            throw new Stop(Fault.CONTENTS);
        }
        return new SpecialField(kind, at, held.getAsInt(), parts[1]);
    }

    private boolean hasNode(int typeId, String name, Kind node) {
        return btf.type(typeId) instanceof BtfType.Struct struct
                && struct.members().stream()
                        .filter(m -> m.name().equals(name))
                        .anyMatch(
                                m ->
                                        btf.type(m.type()) instanceof BtfType.Struct s
                                                && s.name().equals(node.kernelName())
                                                && m.offset() % node.alignment() == 0);
    }

    /// What fields want beside them.
    private static void checkCompany(List<SpecialField> found) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        found.forEach(f -> kinds.add(f.kind()));
        boolean graph = kinds.contains(Kind.LIST_HEAD) || kinds.contains(Kind.RB_ROOT);
        boolean plain = kinds.contains(Kind.SPIN_LOCK);
        boolean resilient = kinds.contains(Kind.RES_SPIN_LOCK);
        if (plain && resilient) {
            throw new Stop(Fault.TWO_LOCKS);
        }
        if (graph && !plain && !resilient) {
            throw new Stop(Fault.NO_LOCK);
        }
        if (kinds.contains(Kind.LIST_NODE)
                && kinds.contains(Kind.RB_NODE)
                && !kinds.contains(Kind.REFCOUNT)) {
            throw new Stop(Fault.NO_COUNTER);
        }
    }
}
