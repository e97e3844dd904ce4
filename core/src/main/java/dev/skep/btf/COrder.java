package dev.skep.btf;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Finds an order of declarations that a C compiler accepts: what is contained comes first, what is
/// only pointed to is at least announced.
final class COrder {
    /// How far one declaration may depend on others in a row; real ones stay below 60.
    private static final int DEEPEST = 400;

    /// A declaration: of the name alone, or of the whole.
    record Item(int id, Need extent) {}

    /// What a use of a type asks for.
    enum Need {
        /// That it has been named: `struct foo;`.
        NAME,
        /// That its layout is known.
        LAYOUT
    }

    private static final int NOBODY = 0;
    private static final long STEPS = 20_000_000;

    private final Btf btf;
    private final List<Item> items = new ArrayList<>();
    private final BitSet begun = new BitSet();
    private final BitSet announced = new BitSet();
    private final Set<Long> seen = new HashSet<>();
    private int depth;
    private long steps;

    private COrder(Btf btf) {
        this.btf = btf;
        this.steps = STEPS + 64L * btf.lastId();
    }

    /// All declarations of `btf` and its base in order.
    static List<Item> of(Btf btf) {
        COrder order = new COrder(btf);
        BitSet embedded = order.embedded();
        for (int id = 1; id <= btf.lastId(); id++) {
            boolean named = !btf.name(id).isEmpty();
            switch (btf.kind(id)) {
                case STRUCT, UNION, TYPEDEF, FWD -> {
                    if (named) {
                        order.require(id, Need.LAYOUT, NOBODY);
                    }
                }
                case ENUM, ENUM64 -> {
                    if (named) {
                        order.require(id, Need.LAYOUT, NOBODY);
                    } else if (!embedded.get(id)) {
                        order.items.add(new Item(id, Need.LAYOUT));
                    }
                }
                case VOID,
                        INT,
                        PTR,
                        ARRAY,
                        VOLATILE,
                        CONST,
                        RESTRICT,
                        FUNC,
                        FUNC_PROTO,
                        VAR,
                        DATASEC,
                        FLOAT,
                        DECL_TAG,
                        TYPE_TAG -> {}
            }
        }
        return order.items;
    }

    /// The types that the declaration of another type spells out.
    private BitSet embedded() {
        BitSet embedded = new BitSet();
        for (int id = 1; id <= btf.lastId(); id++) {
            switch (btf.kind(id)) {
                case PTR, TYPEDEF, VOLATILE, CONST, RESTRICT, TYPE_TAG ->
                        embedded.set(btf.sizeOrType(id));
                case ARRAY -> embedded.set(((BtfType.Array) btf.type(id)).element());
                case STRUCT, UNION ->
                        ((BtfType.Composite) btf.type(id))
                                .members()
                                .forEach(member -> embedded.set(member.type()));
                case VOID,
                        INT,
                        ENUM,
                        FWD,
                        FUNC,
                        FUNC_PROTO,
                        VAR,
                        DATASEC,
                        FLOAT,
                        DECL_TAG,
                        ENUM64 -> {}
            }
        }
        return embedded;
    }

    /// Sees to it that a type may be used within the declaration of `user`.
    private void require(int id, Need need, int user) {
        depth++;
        steps--;
        if (depth > DEEPEST || steps < 0) {
            throw BtfFault.at(
                    btf.place(id),
                    BtfCode.TOO_LARGE,
                    "type " + id + " depends on too many others to be written as C");
        }
        switch (btf.kind(id)) {
            case INT, FLOAT -> requireNumber(id);
            case PTR -> require(btf.sizeOrType(id), Need.NAME, user);
            case VOLATILE, CONST, RESTRICT, TYPE_TAG -> require(btf.sizeOrType(id), need, user);
            case ARRAY -> require(((BtfType.Array) btf.type(id)).element(), Need.LAYOUT, user);
            case TYPEDEF -> requireTypedef(id, need, user);
            case STRUCT, UNION -> requireComposite(id, need, user);
            case ENUM, ENUM64 -> {
                if (!btf.name(id).isEmpty() && begin(id)) {
                    items.add(new Item(id, Need.LAYOUT));
                }
            }
            case FWD -> announce(id);
            case FUNC_PROTO -> requirePrototype(id, user);
            case VOID, FUNC, VAR, DATASEC, DECL_TAG -> {}
        }
        depth--;
    }

    private void requireNumber(int id) {
        if (!CNames.isBuiltIn(btf.name(id)) && begin(id)) {
            items.add(new Item(id, Need.LAYOUT));
        }
    }

    private void requireTypedef(int id, Need need, int user) {
        int target = btf.sizeOrType(id);
        if (!btf.name(id).equals(CDeclarations.BUILT_IN_LIST) && begin(id)) {
            require(target, isAnonymous(target) ? Need.LAYOUT : Need.NAME, id);
            items.add(new Item(id, Need.LAYOUT));
        }
        if (need == Need.LAYOUT) {
            require(target, need, user);
        }
    }

    private void requireComposite(int id, Need need, int user) {
        if (isAnonymous(id)) {
            if (seenBy(user, id)) {
                requireMembers(id, user);
            }
        } else if (need == Need.NAME) {
            if (id != user) {
                announce(id);
            }
        } else if (begin(id)) {
            requireMembers(id, id);
            items.add(new Item(id, Need.LAYOUT));
            announced.set(id);
        }
    }

    private void requireMembers(int id, int user) {
        for (BtfType.Member member : ((BtfType.Composite) btf.type(id)).members()) {
            require(member.type(), Need.LAYOUT, user);
        }
    }

    private void requirePrototype(int id, int user) {
        if (seenBy(user, id)) {
            BtfType.Prototype prototype = (BtfType.Prototype) btf.type(id);
            require(prototype.result(), Need.NAME, user);
            for (BtfType.Parameter parameter : prototype.parameters()) {
                require(parameter.type(), Need.NAME, user);
            }
        }
    }

    private boolean isAnonymous(int id) {
        BtfKind kind = btf.kind(id);
        return (kind == BtfKind.STRUCT || kind == BtfKind.UNION) && btf.name(id).isEmpty();
    }

    private void announce(int id) {
        if (!announced.get(id)) {
            announced.set(id);
            items.add(new Item(id, Need.NAME));
        }
    }

    /// Whether nobody has begun to declare this type before.
    private boolean begin(int id) {
        boolean first = !begun.get(id);
        begun.set(id);
        return first;
    }

    /// Whether this is the first time that a user meets a type which has no name to stop at.
    private boolean seenBy(int user, int id) {
        return seen.add((long) user << 32 | id);
    }
}
