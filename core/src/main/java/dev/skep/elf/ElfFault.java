package dev.skep.elf;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.MalformedException;
import dev.skep.diag.Place;

/// Makes the exceptions of this package.
final class ElfFault {
    static final String REBUILD =
            "compile the object again (clang -O2 -g -target bpf -c) or copy it again: the file is"
                    + " damaged.";

    private ElfFault() {}

    /// A fault at an offset of the file.
    static MalformedException at(long offset, ElfCode code, String message, String remedy) {
        return in("", offset, code, message, remedy);
    }

    /// A fault at an offset of a section.
    static MalformedException in(
            String section, long offset, ElfCode code, String message, String remedy) {
        return new MalformedException(
                Diagnostic.of(code, message).at(new Place.InBytes(section, offset)).fix(remedy));
    }

    /// How a section is called in a message.
    static String name(int index, String name) {
        return name.isEmpty() ? "section " + index : "section " + index + " (" + name + ")";
    }
}
