package dev.skep.verify.rule;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// The kernel's types for one walk: what was looked up once is kept, so that the size of the
/// kernel's type information costs nothing after the first look-ups.
final class KernelTypes {
    private static final int NONE = 0;

    /// A member of a structure that says which members of another keep the trust of their owner.
    private record SafeMember(String name, int target) {}

    private record Place(int type, int offset, int size) {}

    private final Btf btf;
    private final Map<Integer, BtfType> types = new HashMap<>();
    private final Map<Place, StructWalk.Found> found = new HashMap<>();
    private final Map<String, Integer> structs = new HashMap<>();
    private final Map<String, List<SafeMember>> safe = new HashMap<>();

    KernelTypes(Btf btf) {
        this.btf = btf;
    }

    Btf btf() {
        return btf;
    }

    /// A type.
    BtfType type(int id) {
        return types.computeIfAbsent(id, btf::type);
    }

    /// A type behind its typedefs, qualifiers and tags.
    BtfType resolved(int id) {
        return type(btf.resolve(id));
    }

    /// What an access of `size` bytes at `offset` of a structure finds.
    StructWalk.Found find(int type, int offset, int size) {
        Place place = new Place(type, offset, size);
        StructWalk.Found known = found.get(place);
        if (known == null) {
            known = new StructWalk(this, offset, size).through(type);
            found.put(place, known);
        }
        return known;
    }

    /// The id of a structure; empty if there is none of that name.
    OptionalInt struct(String name) {
        int id = structs.computeIfAbsent(name, n -> btf.find(BtfKind.STRUCT, n).orElse(NONE));
        return id == NONE ? OptionalInt.empty() : OptionalInt.of(id);
    }

    /// Whether a pointer to `type`, moved by `offset`, is one to `wanted`: that is its type, or
    /// what starts there.
    ///
    /// @param strictly whether only the very type counts
    boolean matches(int type, int offset, int wanted, boolean strictly) {
        if (offset == 0 && type == wanted) {
            return true;
        }
        int at = type;
        int from = offset;
        boolean walks = !strictly;
        while (walks) {
            if (!(new StructWalk(this, from, 1).step(at) instanceof StructWalk.Nested nested)) {
                return false;
            }
            at = nested.type();
            from = 0;
            if (at == wanted) {
                return true;
            }
        }
        return false;
    }

    /// Whether the kernel lists a member among those that keep the trust of their owner: under the
    /// name of the structure with `suffix`.
    boolean keepsTrust(int type, String suffix, StructWalk.Pointer member) {
        String name = btf.name(type) + suffix;
        return safe.computeIfAbsent(name, n -> safeMembers(btf.find(btf.kind(type), n)))
                .contains(new SafeMember(member.member(), member.type()));
    }

    private List<SafeMember> safeMembers(OptionalInt id) {
        List<SafeMember> members = new ArrayList<>();
        if (id.isPresent() && type(id.getAsInt()) instanceof BtfType.Composite composite) {
            for (BtfType.Member member : composite.members()) {
                if (type(member.type()) instanceof BtfType.Pointer pointer) {
                    members.add(new SafeMember(member.name(), btf.resolve(pointer.target())));
                }
            }
        }
        return members;
    }

    /// The tag right behind a pointer: `rcu`, `user`; empty if there is none.
    String tag(BtfType.Pointer pointer) {
        return type(pointer.target()) instanceof BtfType.TypeTag tag && !tag.attribute()
                ? tag.name()
                : "";
    }

    /// Whether a type is a structure or union, qualifiers aside.
    boolean isComposite(int id) {
        BtfKind kind = btf.kind(btf.resolve(id));
        return kind == BtfKind.STRUCT || kind == BtfKind.UNION;
    }
}
