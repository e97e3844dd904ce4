package dev.skep.btf;

import java.util.ArrayList;
import java.util.List;

/// Builds the record of a type from its bytes, which [TypeCheck] has checked.
final class TypeBuilder {
    private final Btf btf;
    private final TypeTable table;

    TypeBuilder(Btf btf, TypeTable table) {
        this.btf = btf;
        this.table = table;
    }

    BtfType build(int id) {
        String name = btf.string(table.name(id));
        int third = table.sizeOrType(id);
        boolean flag = table.flag(id);
        return switch (table.kind(id)) {
            case VOID -> new BtfType.Void();
            case INT -> integer(id, name);
            case PTR -> new BtfType.Pointer(third);
            case ARRAY ->
                    new BtfType.Array(
                            table.word(id, 0),
                            table.word(id, 1),
                            Integer.toUnsignedLong(table.word(id, 2)));
            case STRUCT -> new BtfType.Struct(name, size(id), members(id));
            case UNION -> new BtfType.Union(name, size(id), members(id));
            case ENUM -> new BtfType.Enum(name, size(id), flag, enumerators(id));
            case FWD -> new BtfType.Forward(name, flag);
            case TYPEDEF -> new BtfType.Typedef(name, third);
            case VOLATILE -> new BtfType.Volatile(third);
            case CONST -> new BtfType.Const(third);
            case RESTRICT -> new BtfType.Restrict(third);
            case FUNC -> new BtfType.Function(name, third, linkage(table.count(id)));
            case FUNC_PROTO -> prototype(id);
            case VAR -> new BtfType.Variable(name, third, linkage(table.word(id, 0)));
            case DATASEC -> new BtfType.DataSection(name, size(id), variables(id));
            case FLOAT -> new BtfType.Float(name, size(id));
            case DECL_TAG -> new BtfType.DeclarationTag(name, third, table.word(id, 0), flag);
            case TYPE_TAG -> new BtfType.TypeTag(name, third, flag);
            case ENUM64 -> new BtfType.Enum64(name, size(id), flag, wideEnumerators(id));
        };
    }

    private long size(int id) {
        return Integer.toUnsignedLong(table.sizeOrType(id));
    }

    private BtfType.Int integer(int id, String name) {
        int data = table.word(id, 0);
        int encoding = data >>> 24 & 0xf;
        BtfType.Int.Encoding meaning =
                (encoding & 4) != 0
                        ? BtfType.Int.Encoding.BOOL
                        : (encoding & 2) != 0
                                ? BtfType.Int.Encoding.CHAR
                                : (encoding & 1) != 0
                                        ? BtfType.Int.Encoding.SIGNED
                                        : BtfType.Int.Encoding.UNSIGNED;
        return new BtfType.Int(name, size(id), data & 0xff, data >>> 16 & 0xff, meaning);
    }

    private List<BtfType.Member> members(int id) {
        boolean bitFields = table.flag(id);
        List<BtfType.Member> members = new ArrayList<>(table.count(id));
        for (int i = 0; i < table.count(id); i++) {
            int data = table.word(id, 3 * i + 2);
            members.add(
                    new BtfType.Member(
                            btf.string(table.word(id, 3 * i)),
                            table.word(id, 3 * i + 1),
                            bitFields ? data & 0xffffff : Integer.toUnsignedLong(data),
                            bitFields ? data >>> 24 : 0));
        }
        return List.copyOf(members);
    }

    private List<BtfType.Enumerator> enumerators(int id) {
        List<BtfType.Enumerator> enumerators = new ArrayList<>(table.count(id));
        for (int i = 0; i < table.count(id); i++) {
            int value = table.word(id, 2 * i + 1);
            enumerators.add(
                    new BtfType.Enumerator(
                            btf.string(table.word(id, 2 * i)),
                            table.flag(id) ? value : Integer.toUnsignedLong(value)));
        }
        return List.copyOf(enumerators);
    }

    private List<BtfType.Enumerator> wideEnumerators(int id) {
        List<BtfType.Enumerator> enumerators = new ArrayList<>(table.count(id));
        for (int i = 0; i < table.count(id); i++) {
            long low = Integer.toUnsignedLong(table.word(id, 3 * i + 1));
            long high = Integer.toUnsignedLong(table.word(id, 3 * i + 2));
            enumerators.add(
                    new BtfType.Enumerator(btf.string(table.word(id, 3 * i)), high << 32 | low));
        }
        return List.copyOf(enumerators);
    }

    private BtfType.Prototype prototype(int id) {
        int count = table.count(id);
        boolean variadic =
                count > 0
                        && table.word(id, 2 * count - 2) == 0
                        && table.word(id, 2 * count - 1) == 0;
        List<BtfType.Parameter> parameters = new ArrayList<>(count);
        for (int i = 0; i < (variadic ? count - 1 : count); i++) {
            parameters.add(
                    new BtfType.Parameter(
                            btf.string(table.word(id, 2 * i)), table.word(id, 2 * i + 1)));
        }
        return new BtfType.Prototype(table.sizeOrType(id), List.copyOf(parameters), variadic);
    }

    private List<BtfType.SectionVariable> variables(int id) {
        List<BtfType.SectionVariable> variables = new ArrayList<>(table.count(id));
        for (int i = 0; i < table.count(id); i++) {
            variables.add(
                    new BtfType.SectionVariable(
                            table.word(id, 3 * i),
                            Integer.toUnsignedLong(table.word(id, 3 * i + 1)),
                            Integer.toUnsignedLong(table.word(id, 3 * i + 2))));
        }
        return List.copyOf(variables);
    }

    private static BtfType.Linkage linkage(int number) {
        return switch (number) {
            case 0 -> BtfType.Linkage.STATIC;
            case 1 -> BtfType.Linkage.GLOBAL;
            default -> BtfType.Linkage.EXTERN;
        };
    }
}
