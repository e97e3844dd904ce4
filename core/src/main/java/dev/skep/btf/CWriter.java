package dev.skep.btf;

import java.util.BitSet;
import java.util.StringJoiner;

/// Writes types as C. What it may write in all is limited, because few types can stand for an
/// endless text: an anonymous structure is written out wherever it is used.
final class CWriter {
    private static final int DEEPEST = 64;
    private static final int LONGEST_CHAIN = 512;
    private static final long ALLOWANCE = 1 << 20;
    private static final int EXPANSION = 64;

    private final Btf btf;
    private final CNames names;
    private final CBody bodies;
    private final BitSet spelledOut = new BitSet();
    private long budget;
    private int depth;

    CWriter(Btf btf) {
        this.btf = btf;
        this.names = new CNames(btf);
        this.bodies = new CBody(btf, this);
        this.budget = ALLOWANCE + (long) EXPANSION * (btf.lastId() * 12L + btf.stringsEnd());
    }

    /// `struct foo`, without a semicolon.
    String announcement(int id) {
        return specifier(id, 0);
    }

    /// The definition of a type, without a semicolon; of one without a name and a body its
    /// declaration.
    String definition(int id) {
        return switch (btf.type(id)) {
            case BtfType.Struct type ->
                    "struct " + head(id, "struct") + bodies.composite(id, type, 0);
            case BtfType.Union type -> "union " + head(id, "union") + bodies.composite(id, type, 0);
            case BtfType.Enumeration type -> enumeration(id, type, 0);
            case BtfType.Typedef type ->
                    "typedef " + declare(type.target(), names.identifier(id), 0);
            case BtfType.Int type when CNames.isBuiltIn(type.name()) -> type.name();
            case BtfType.Float type when CNames.isBuiltIn(type.name()) -> type.name();
            case BtfType.Int type -> "typedef " + equivalent(type) + " " + names.identifier(id);
            case BtfType.Float type -> "typedef " + equivalent(type) + " " + names.identifier(id);
            case BtfType.Function type -> declare(id, CNames.clean(type.name()), 0);
            case BtfType.Variable type -> declare(id, CNames.clean(type.name()), 0);
            case BtfType.Void _,
                    BtfType.Pointer _,
                    BtfType.Array _,
                    BtfType.Prototype _,
                    BtfType.Const _,
                    BtfType.Volatile _,
                    BtfType.Restrict _,
                    BtfType.TypeTag _,
                    BtfType.Forward _,
                    BtfType.DataSection _,
                    BtfType.DeclarationTag _ ->
                    declare(id, "", 0);
        };
    }

    private String head(int id, String keyword) {
        return btf.name(id).isEmpty() ? "" : names.tag(id, keyword) + " ";
    }

    /// The declaration of `name` with a type. Inner lines are indented by `indent` tabs.
    String declare(int id, String name, int indent) {
        if (++depth > DEEPEST) {
            throw tooLarge(id);
        }
        StringBuilder inner = new StringBuilder(name);
        Qualifiers qualifiers = new Qualifiers();
        boolean pointed = false;
        int at = id;
        for (int steps = 0; steps < LONGEST_CHAIN; steps++) {
            switch (btf.type(at)) {
                case BtfType.Pointer pointer -> {
                    inner.insert(0, qualifiers.takeAsSuffix(!inner.isEmpty()));
                    inner.insert(0, '*');
                    pointed = true;
                    at = pointer.target();
                }
                case BtfType.Array array -> {
                    parenthesize(inner, pointed);
                    inner.append('[').append(array.count()).append(']');
                    pointed = false;
                    at = array.element();
                }
                case BtfType.Prototype prototype -> {
                    parenthesize(inner, pointed);
                    inner.append('(').append(parameters(prototype, indent)).append(')');
                    pointed = false;
                    qualifiers.drop();
                    at = prototype.result();
                }
                case BtfType.Const type -> at = qualifiers.add("const", type);
                case BtfType.Volatile type -> at = qualifiers.add("volatile", type);
                case BtfType.Restrict type -> at = qualifiers.add("restrict", type);
                case BtfType.TypeTag type -> at = qualifiers.add(attribute(type), type);
                case BtfType.Function function -> at = function.prototype();
                case BtfType.Variable variable -> at = variable.type();
                case BtfType.Void _,
                        BtfType.Int _,
                        BtfType.Float _,
                        BtfType.Composite _,
                        BtfType.Enumeration _,
                        BtfType.Forward _,
                        BtfType.Typedef _,
                        BtfType.DataSection _,
                        BtfType.DeclarationTag _ -> {
                    String base = qualifiers.around(specifier(at, indent));
                    depth--;
                    return spend(at, inner.isEmpty() ? base : base + " " + inner);
                }
            }
        }
        throw tooLarge(id);
    }

    private static void parenthesize(StringBuilder inner, boolean pointed) {
        if (pointed) {
            inner.insert(0, '(').append(')');
        }
    }

    private String parameters(BtfType.Prototype prototype, int indent) {
        StringJoiner list = new StringJoiner(", ");
        for (BtfType.Parameter parameter : prototype.parameters()) {
            list.add(declare(parameter.type(), CNames.clean(parameter.name()), indent));
        }
        if (prototype.variadic()) {
            list.add("...");
        }
        return list.length() == 0 ? "void" : list.toString();
    }

    private static String attribute(BtfType.TypeTag tag) {
        String text = tag.name().replaceAll("[^A-Za-z0-9_ (),.:-]", "_");
        return "__attribute__(("
                + (tag.attribute() ? text : "btf_type_tag(\"" + text + "\")")
                + "))";
    }

    /// What stands in front of the declared name: `struct foo`, `unsigned int`.
    private String specifier(int id, int indent) {
        return switch (btf.type(id)) {
            case BtfType.Int number -> number(id, number.name());
            case BtfType.Float number -> number(id, number.name());
            case BtfType.Struct type when type.name().isEmpty() ->
                    "struct " + bodies.composite(id, type, indent);
            case BtfType.Union type when type.name().isEmpty() ->
                    "union " + bodies.composite(id, type, indent);
            case BtfType.Struct _ -> "struct " + names.tag(id, "struct");
            case BtfType.Union _ -> "union " + names.tag(id, "union");
            case BtfType.Enumeration type when type.name().isEmpty() ->
                    spelledOut.get(id) ? equivalent(type) : enumeration(id, type, indent);
            case BtfType.Enumeration _ -> "enum " + names.tag(id, "enum");
            case BtfType.Forward type -> {
                String keyword = type.union() ? "union" : "struct";
                yield keyword + " " + names.announcement(id, keyword);
            }
            case BtfType.Typedef type ->
                    type.name().equals(CDeclarations.BUILT_IN_LIST)
                            ? type.name()
                            : names.identifier(id);
            case BtfType.Void _,
                    BtfType.Pointer _,
                    BtfType.Array _,
                    BtfType.Prototype _,
                    BtfType.Function _,
                    BtfType.Variable _,
                    BtfType.Const _,
                    BtfType.Volatile _,
                    BtfType.Restrict _,
                    BtfType.TypeTag _,
                    BtfType.DataSection _,
                    BtfType.DeclarationTag _ ->
                    "void";
        };
    }

    private String number(int id, String name) {
        return CNames.isBuiltIn(name) ? name : names.identifier(id);
    }

    private String enumeration(int id, BtfType.Enumeration type, int indent) {
        spelledOut.set(id);
        String head = type.name().isEmpty() ? "enum" : "enum " + names.tag(id, "enum");
        return head + " " + enumeration(type, indent);
    }

    private String enumeration(BtfType.Enumeration type, int indent) {
        String margin = "\t".repeat(indent);
        StringBuilder text = new StringBuilder("{\n");
        boolean wide = false;
        for (BtfType.Enumerator enumerator : type.enumerators()) {
            long value = enumerator.value();
            boolean fits = type.signed() ? value == (int) value : value >>> 32 == 0;
            wide |= !fits;
            text.append(margin).append('\t').append(names.enumerator(enumerator.name()));
            text.append(" = ");
            text.append(type.signed() ? Long.toString(value) : Long.toUnsignedString(value));
            text.append(fits ? "" : type.signed() ? "LL" : "ULL").append(",\n");
        }
        text.append(margin).append('}');
        if (type.size() == 8 && !wide) {
            text.append(" __attribute__((mode(DI)))");
        } else if (type.size() == 2) {
            text.append(" __attribute__((mode(HI)))");
        } else if (type.size() == 1) {
            text.append(" __attribute__((mode(QI)))");
        }
        return text.toString();
    }

    /// An integer of C like an enumeration whose enumerators are known already.
    private static String equivalent(BtfType.Enumeration type) {
        return integer(type.size(), type.signed());
    }

    private static String equivalent(BtfType.Int type) {
        return switch (type.encoding()) {
            case BOOL -> "_Bool";
            case CHAR, UNSIGNED -> integer(type.size(), false);
            case SIGNED -> integer(type.size(), true);
        };
    }

    private static String equivalent(BtfType.Float type) {
        return type.size() == 4 ? "float" : type.size() == 2 ? "_Float16" : "double";
    }

    private static String integer(long size, boolean signed) {
        String name =
                switch ((int) size) {
                    case 1 -> "char";
                    case 2 -> "short";
                    case 4 -> "int";
                    case 16 -> "__int128";
                    default -> "long long";
                };
        return (signed ? "signed " : "unsigned ") + name;
    }

    /// Counts what has been written.
    String spend(int id, String text) {
        budget -= text.length();
        if (budget < 0) {
            throw tooLarge(id);
        }
        return text;
    }

    private RuntimeException tooLarge(int id) {
        return BtfFault.at(
                btf.place(id),
                BtfCode.TOO_LARGE,
                "type " + id + " expands to more C than anyone could read");
    }
}
