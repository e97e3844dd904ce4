package dev.skep.diag;

/// Where something is wrong.
public sealed interface Place {
    /// One line for people, as it follows `at ` in a printed diagnostic.
    String describe();

    /// Bytes of a container.
    ///
    /// @param section the section or part of the file, or the empty string where there is none yet
    /// @param offset from the start of that section, or of the file where there is no section
    record InBytes(String section, long offset) implements Place {
        @Override
        public String describe() {
            String where = "offset 0x" + Long.toHexString(offset);
            return section.isEmpty() ? where : "section " + section + ", " + where;
        }
    }

    /// One instruction of a program.
    ///
    /// @param program the program's or subprogram's name, or the empty string where it has none
    /// @param index the instruction's index, counted in slots of 8 bytes
    /// @param source `file.c:31`, or the empty string where the object carries no lines
    /// @param text the instruction, printed
    record InProgram(String program, int index, String source, String text) implements Place {
        @Override
        public String describe() {
            String lines = source.isEmpty() ? "" : " (" + source + ")";
            String name = program.isEmpty() ? "" : program + ", ";
            return name + "insn " + index + lines + ": " + text;
        }
    }

    /// A line of text.
    ///
    /// @param line counted from 1
    /// @param column counted from 1
    record InText(int line, int column) implements Place {
        @Override
        public String describe() {
            return "line " + line + ", column " + column;
        }
    }

    /// Something that has a name only: an option, a map, a program.
    record Named(String name) implements Place {
        @Override
        public String describe() {
            return name;
        }
    }
}
