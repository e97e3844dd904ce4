package dev.skep.btf;

/// BTF as C source: all types in an order that compiles, or single declarations.
public final class CDeclarations {
    /// Every compiler knows this type and forbids to define it.
    static final String BUILT_IN_LIST = "__builtin_va_list";

    private static final String HEAD =
            """
            #ifndef __VMLINUX_H__
            #define __VMLINUX_H__

            #ifndef BPF_NO_PRESERVE_ACCESS_INDEX
            #pragma clang attribute push (__attribute__((preserve_access_index)), apply_to = record)
            #endif

            """;

    private static final String FOOT =
            """
            #ifndef BPF_NO_PRESERVE_ACCESS_INDEX
            #pragma clang attribute pop
            #endif

            #endif /* __VMLINUX_H__ */
            """;

    private CDeclarations() {}

    /// All types of `btf` and its base as a header file. Where BTF holds several types of one name,
    /// the later ones get names such as `foo___2`; names that C cannot spell get underscores.
    /// Members stand where BTF says, by means of padding and attributes.
    ///
    /// @throws dev.skep.diag.MalformedException with [BtfCode#TOO_LARGE] if the types expand to
    ///   more text than anyone could use
    public static String all(Btf btf) {
        CWriter writer = new CWriter(btf);
        StringBuilder text = new StringBuilder(HEAD);
        for (COrder.Item item : COrder.of(btf)) {
            switch (item.extent()) {
                case NAME -> text.append(writer.announcement(item.id()));
                case LAYOUT -> text.append(writer.definition(item.id()));
            }
            text.append(";\n\n");
        }
        return text.append(FOOT).toString();
    }

    /// The declaration of `name` as a variable of a type: `struct flow *name[4]`; of the type alone
    /// if the name is empty. Anonymous types are written out.
    ///
    /// @throws dev.skep.diag.MalformedException with [BtfCode#TOO_LARGE] if it expands to more text
    ///   than anyone could use
    public static String declare(Btf btf, int typeId, String name) {
        return new CWriter(btf).declare(typeId, name, 0);
    }

    /// The definition of a type and nothing else: `struct flow { ... };`, a typedef, an
    /// enumeration; for other types their declaration.
    ///
    /// @throws dev.skep.diag.MalformedException with [BtfCode#TOO_LARGE] if it expands to more text
    ///   than anyone could use
    public static String define(Btf btf, int typeId) {
        return new CWriter(btf).definition(typeId) + ";";
    }
}
