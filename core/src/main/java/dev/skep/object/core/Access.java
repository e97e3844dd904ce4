package dev.skep.object.core;

import dev.skep.btf.BtfType;
import java.util.List;

/// What a relocation refers to, within one type graph: a type, an enumerator of it, or a field in
/// it.
///
/// @param root the type it starts from
/// @param steps the way to a field: the element of an imaginary array of the root type first, then
///   members and array elements; to an enumerator: the enumerator; to a type: none
/// @param bitOffset where the way ends, in bits from the start of the root type
record Access(Types btf, int root, List<Step> steps, long bitOffset) {
    /// One step.
    ///
    /// @param type the resolved type that holds the member, or the type of the array element
    /// @param index the number of the member, enumerator or element
    /// @param name the member or enumerator; empty for an element
    record Step(int type, int index, String name) {
        boolean isElement() {
            return name.isEmpty();
        }
    }

    Access {
        steps = List.copyOf(steps);
    }

    Step last() {
        return steps.getLast();
    }

    /// `struct task_struct.pid`, `enum state::RUNNING`, `typedef u64`.
    String describe() {
        StringBuilder text = new StringBuilder(describe(btf, root));
        if (steps.size() == 1 && !steps.getFirst().isElement()) {
            return text.append("::").append(steps.getFirst().name()).toString();
        }
        for (int at = 0; at < steps.size(); at++) {
            Step step = steps.get(at);
            if (!step.isElement()) {
                text.append('.').append(step.name());
            } else if (at > 0 || step.index() > 0) {
                text.append('[').append(step.index()).append(']');
            }
        }
        return text.toString();
    }

    /// The type as C spells it, typedefs marked as such.
    static String describe(Types btf, int id) {
        BtfType type = btf.type(id);
        String name = type.name().isEmpty() ? "(anonymous)" : type.name();
        return switch (type) {
            case BtfType.Void _ -> "void";
            case BtfType.Int _, BtfType.Float _ -> name;
            case BtfType.Struct _ -> "struct " + name;
            case BtfType.Union _ -> "union " + name;
            case BtfType.Enum _, BtfType.Enum64 _ -> "enum " + name;
            case BtfType.Forward forward -> (forward.union() ? "union " : "struct ") + name;
            case BtfType.Typedef _ -> "typedef " + name;
            case BtfType.Function _ -> "function " + name;
            case BtfType.Variable _ -> "variable " + name;
            case BtfType.DataSection _ -> "section " + name;
            case BtfType.Pointer _ -> "pointer";
            case BtfType.Array _ -> "array";
            case BtfType.Prototype _ -> "function type";
            case BtfType.Volatile v -> "volatile " + describe(btf, btf.resolve(v.target()));
            case BtfType.Const c -> "const " + describe(btf, btf.resolve(c.target()));
            case BtfType.Restrict r -> "restrict " + describe(btf, btf.resolve(r.target()));
            case BtfType.TypeTag tag -> describe(btf, btf.resolve(tag.target()));
            case BtfType.DeclarationTag _ -> "tag " + name;
        };
    }
}
