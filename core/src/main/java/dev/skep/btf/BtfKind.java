package dev.skep.btf;

/// The kinds of BTF types (`BTF_KIND_*`), in the order of their numbers; 0 is `void`.
public enum BtfKind {
    /// The absence of a type: id 0.
    VOID,
    /// An integer, a boolean or a character.
    INT,
    /// A pointer.
    PTR,
    /// An array.
    ARRAY,
    /// A structure.
    STRUCT,
    /// A union.
    UNION,
    /// An enumeration of up to 32 bits.
    ENUM,
    /// The announcement of a structure or union.
    FWD,
    /// Another name for a type.
    TYPEDEF,
    /// `volatile`.
    VOLATILE,
    /// `const`.
    CONST,
    /// `restrict`.
    RESTRICT,
    /// A function.
    FUNC,
    /// The type of a function.
    FUNC_PROTO,
    /// A global variable.
    VAR,
    /// A section of global variables.
    DATASEC,
    /// A floating-point number.
    FLOAT,
    /// A tag on a declaration.
    DECL_TAG,
    /// A tag on a type.
    TYPE_TAG,
    /// An enumeration of 64 bits.
    ENUM64;

    /// Whether a type of this kind stands in front of another one and leaves its layout alone.
    public boolean isModifier() {
        return switch (this) {
            case TYPEDEF, VOLATILE, CONST, RESTRICT, TYPE_TAG -> true;
            case VOID,
                    INT,
                    PTR,
                    ARRAY,
                    STRUCT,
                    UNION,
                    ENUM,
                    FWD,
                    FUNC,
                    FUNC_PROTO,
                    VAR,
                    DATASEC,
                    FLOAT,
                    DECL_TAG,
                    ENUM64 ->
                    false;
        };
    }
}
