package dev.skep.object.core;

import dev.skep.btf.BtfType;
import dev.skep.btf.CoreRelocation;
import dev.skep.diag.Diagnostic;
import dev.skep.diag.LinkException;
import java.util.ArrayList;
import java.util.List;

/// Reads the access string of a relocation against the object's own types.
final class AccessParser {
    /// More steps than this are taken for nonsense, as libbpf does.
    static final int MOST_STEPS = 64;

    private final Types btf;
    private final CoreRelocation relocation;
    private final List<Access.Step> steps = new ArrayList<>();
    private long bitOffset;
    private int type;

    private AccessParser(Types btf, CoreRelocation relocation) {
        this.btf = btf;
        this.relocation = relocation;
        this.type = relocation.typeId();
    }

    static Access parse(Types btf, CoreRelocation relocation) {
        AccessParser parser = new AccessParser(btf, relocation);
        List<Integer> indices = parser.indices();
        switch (Subject.of(relocation.kind())) {
            case TYPE ->
                    parser.demand(indices.equals(List.of(0)), "a type has no parts to go into");
            case ENUMERATOR -> parser.enumerator(indices);
            case FIELD -> parser.field(indices);
        }
        return new Access(btf, relocation.typeId(), parser.steps, parser.bitOffset);
    }

    private List<Integer> indices() {
        List<Integer> indices = new ArrayList<>();
        for (String part : relocation.access().split(":", -1)) {
            demand(part.matches("[0-9]{1,9}"), "it is not a list of numbers");
            demand(indices.size() < MOST_STEPS, "it has too many steps");
            indices.add(Integer.parseInt(part));
        }
        return indices;
    }

    private void enumerator(List<Integer> indices) {
        int resolved = btf.resolve(type);
        demand(indices.size() == 1, "an enumerator has no parts to go into");
        if (!(btf.type(resolved) instanceof BtfType.Enumeration enumeration)) {
            throw broken("the type is no enumeration");
        }
        int index = indices.getFirst();
        demand(index < enumeration.enumerators().size(), "the enumeration is shorter");
        steps.add(new Access.Step(resolved, index, enumeration.enumerators().get(index).name()));
    }

    private void field(List<Integer> indices) {
        type = btf.resolve(type);
        element(type, indices.getFirst());
        for (int index : indices.subList(1, indices.size())) {
            type = btf.resolve(type);
            switch (btf.type(type)) {
                case BtfType.Composite composite -> member(composite, index);
                case BtfType.Array array -> {
                    demand(
                            index < array.count() || isFlexible(btf, steps, array),
                            "the array is shorter");
                    type = btf.resolve(array.element());
                    element(type, index);
                }
                default -> throw broken("there is nothing to go into");
            }
        }
    }

    private void element(int elementType, int index) {
        steps.add(new Access.Step(elementType, index, ""));
        if (index > 0) {
            bitOffset += index * btf.size(elementType) * Byte.SIZE;
        }
    }

    private void member(BtfType.Composite composite, int index) {
        demand(index < composite.members().size(), "there is no such member");
        BtfType.Member member = composite.members().get(index);
        bitOffset += member.bitOffset();
        if (!member.name().isEmpty()) {
            steps.add(new Access.Step(type, index, member.name()));
        }
        type = member.type();
    }

    /// Whether `array` is the flexible array at the end of the structure that `steps` lead into.
    static boolean isFlexible(Types btf, List<Access.Step> steps, BtfType.Array array) {
        Access.Step last = steps.getLast();
        return array.count() == 0
                && !last.isElement()
                && btf.type(last.type()) instanceof BtfType.Composite composite
                && last.index() == composite.members().size() - 1;
    }

    private void demand(boolean condition, String otherwise) {
        if (!condition) {
            throw broken(otherwise);
        }
    }

    private LinkException broken(String why) {
        return new LinkException(
                Diagnostic.of(
                                CoreCode.BROKEN,
                                "the access string \""
                                        + relocation.access()
                                        + "\" does not fit "
                                        + Access.describe(btf, relocation.typeId())
                                        + ": "
                                        + why)
                        .fix("build the object again; its .BTF.ext does not match its .BTF"));
    }
}
