package dev.skep.btf;

import java.util.List;

/// One type of a [Btf] graph. Types refer to each other by id; sizes and offsets are in bytes
/// unless their names say otherwise. The source is the kernel's `Documentation/bpf/btf.rst`.
public sealed interface BtfType {
    /// The kind.
    BtfKind kind();

    /// The name, empty for anonymous types and kinds without names.
    String name();

    /// Types that stand in front of another one and leave its layout alone.
    sealed interface Modifier extends BtfType permits Typedef, Volatile, Const, Restrict, TypeTag {
        /// The id of that other type.
        int target();
    }

    /// Structures and unions.
    sealed interface Composite extends BtfType permits Struct, Union {
        /// The size in bytes.
        long size();

        /// The members in the order of their declaration.
        List<Member> members();
    }

    /// Enumerations of either width.
    sealed interface Enumeration extends BtfType permits Enum, Enum64 {
        /// The size in bytes.
        long size();

        /// Whether the values are signed.
        boolean signed();

        /// The enumerators in the order of their declaration.
        List<Enumerator> enumerators();
    }

    /// A member of a structure or union.
    ///
    /// @param name empty for an anonymous structure or union, or for padding
    /// @param type the id of its type
    /// @param bitOffset from the start of the composite, in bits
    /// @param bitSize the width of a bit field, 0 if it is none
    record Member(String name, int type, long bitOffset, int bitSize) {
        /// The offset in whole bytes.
        public long offset() {
            return bitOffset / 8;
        }
    }

    /// A named value; a signed one is sign-extended, an unsigned one zero-extended.
    record Enumerator(String name, long value) {}

    /// A parameter; the name may be empty.
    record Parameter(String name, int type) {}

    /// One variable of a section: its `VAR`, where it stands and how many bytes it takes.
    record SectionVariable(int variable, long offset, long size) {}

    /// Who sees a function or variable.
    enum Linkage {
        /// This object.
        STATIC,
        /// Everyone.
        GLOBAL,
        /// Defined elsewhere.
        EXTERN
    }

    /// Type 0.
    record Void() implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.VOID;
        }

        @Override
        public String name() {
            return "";
        }
    }

    /// An integer: `bits` of it count, from `bitOffset` on.
    record Int(String name, long size, int bits, int bitOffset, Encoding encoding)
            implements BtfType {
        /// What the bits mean.
        public enum Encoding {
            /// A number without a sign.
            UNSIGNED,
            /// A number with a sign.
            SIGNED,
            /// A character.
            CHAR,
            /// A boolean.
            BOOL
        }

        @Override
        public BtfKind kind() {
            return BtfKind.INT;
        }
    }

    /// A pointer to `target`.
    record Pointer(int target) implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.PTR;
        }

        @Override
        public String name() {
            return "";
        }
    }

    /// An array of `count` elements.
    record Array(int element, int index, long count) implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.ARRAY;
        }

        @Override
        public String name() {
            return "";
        }
    }

    /// A structure.
    record Struct(String name, long size, List<Member> members) implements Composite {
        @Override
        public BtfKind kind() {
            return BtfKind.STRUCT;
        }
    }

    /// A union.
    record Union(String name, long size, List<Member> members) implements Composite {
        @Override
        public BtfKind kind() {
            return BtfKind.UNION;
        }
    }

    /// An enumeration of up to 32 bits.
    record Enum(String name, long size, boolean signed, List<Enumerator> enumerators)
            implements Enumeration {
        @Override
        public BtfKind kind() {
            return BtfKind.ENUM;
        }
    }

    /// An enumeration of 64 bits.
    record Enum64(String name, long size, boolean signed, List<Enumerator> enumerators)
            implements Enumeration {
        @Override
        public BtfKind kind() {
            return BtfKind.ENUM64;
        }
    }

    /// The announcement of a structure, or of a union.
    record Forward(String name, boolean union) implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.FWD;
        }
    }

    /// Another name for `target`.
    record Typedef(String name, int target) implements Modifier {
        @Override
        public BtfKind kind() {
            return BtfKind.TYPEDEF;
        }
    }

    /// `volatile`.
    record Volatile(int target) implements Modifier {
        @Override
        public BtfKind kind() {
            return BtfKind.VOLATILE;
        }

        @Override
        public String name() {
            return "";
        }
    }

    /// `const`.
    record Const(int target) implements Modifier {
        @Override
        public BtfKind kind() {
            return BtfKind.CONST;
        }

        @Override
        public String name() {
            return "";
        }
    }

    /// `restrict`.
    record Restrict(int target) implements Modifier {
        @Override
        public BtfKind kind() {
            return BtfKind.RESTRICT;
        }

        @Override
        public String name() {
            return "";
        }
    }

    /// A function; `prototype` is the id of its [Prototype].
    record Function(String name, int prototype, Linkage linkage) implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.FUNC;
        }
    }

    /// The type of a function.
    ///
    /// @param result the id of what it returns, 0 for `void`
    /// @param variadic whether more arguments may follow the parameters
    record Prototype(int result, List<Parameter> parameters, boolean variadic) implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.FUNC_PROTO;
        }

        @Override
        public String name() {
            return "";
        }
    }

    /// A global variable.
    record Variable(String name, int type, Linkage linkage) implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.VAR;
        }
    }

    /// A section of global variables, named as in the ELF file. Compilers leave size and offsets 0
    /// where a loader has to take them from the ELF file.
    record DataSection(String name, long size, List<SectionVariable> variables) implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.DATASEC;
        }
    }

    /// A floating-point number.
    record Float(String name, long size) implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.FLOAT;
        }
    }

    /// A tag on the declaration `target`.
    ///
    /// @param name the text of the tag
    /// @param component the member or parameter it belongs to, -1 for the whole
    /// @param attribute whether the text is any attribute rather than a `btf_decl_tag`
    record DeclarationTag(String name, int target, int component, boolean attribute)
            implements BtfType {
        /// The component of tags that are not on a member or parameter.
        public static final int WHOLE = -1;

        @Override
        public BtfKind kind() {
            return BtfKind.DECL_TAG;
        }
    }

    /// A tag on a type.
    ///
    /// @param name the text of the tag
    /// @param attribute whether the text is any attribute rather than a `btf_type_tag`
    record TypeTag(String name, int target, boolean attribute) implements Modifier {
        @Override
        public BtfKind kind() {
            return BtfKind.TYPE_TAG;
        }
    }
}
