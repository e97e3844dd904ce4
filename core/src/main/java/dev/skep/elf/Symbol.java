package dev.skep.elf;

/// One entry of the symbol table.
///
/// @param index its number in the symbol table
/// @param name its name; empty for the symbols of sections
/// @param value where it stands, in bytes from the start of its section
/// @param size in bytes, 0 if unknown
/// @param section the index of the section that defines it, or [#UNDEFINED], [#ABSOLUTE],
///   [#COMMON]; extended indices are resolved
public record Symbol(
        int index,
        String name,
        long value,
        long size,
        Binding binding,
        Type type,
        Visibility visibility,
        int section) {
    /// The section of a symbol that is defined elsewhere (`SHN_UNDEF`).
    public static final int UNDEFINED = 0;

    /// The section of a symbol that is a plain number (`SHN_ABS`).
    public static final int ABSOLUTE = -1;

    /// The section of a symbol that asks for zeroed memory (`SHN_COMMON`).
    public static final int COMMON = -2;

    /// Whether some section of this file defines it.
    public boolean isDefined() {
        return section > 0;
    }

    /// Who sees a symbol (`STB_*`).
    public enum Binding {
        /// This file.
        LOCAL,
        /// Everyone.
        GLOBAL,
        /// Everyone, and it gives way to a global one or may stay undefined.
        WEAK,
        /// A binding that BPF gives no meaning to.
        OTHER
    }

    /// What a symbol stands for (`STT_*`).
    public enum Type {
        /// Unknown: a label, an extern.
        NOTYPE,
        /// Data.
        OBJECT,
        /// Code.
        FUNC,
        /// A section.
        SECTION,
        /// A source file.
        FILE,
        /// A type that BPF gives no meaning to.
        OTHER
    }

    /// Who may see a symbol once files are linked (`STV_*`).
    public enum Visibility {
        /// As the binding says.
        DEFAULT,
        /// Like hidden, with duties of the processor.
        INTERNAL,
        /// Nobody outside the linked whole.
        HIDDEN,
        /// Everyone, but it cannot be replaced.
        PROTECTED
    }
}
