package dev.skep.program;

import java.util.Arrays;
import java.util.List;

/// The initial contents of a map that holds a section of global variables. Immutable.
public final class Globals {
    /// One variable.
    ///
    /// @param offset in bytes from the start of the section
    /// @param size in bytes
    /// @param typeId its BTF type, 0 if unknown
    public record Variable(String name, int offset, int size, int typeId) {}

    private final int size;
    private final byte[] contents;
    private final List<Variable> variables;
    private final boolean readOnly;

    /// Copies its arguments; `readOnly` says that programs and, once loaded, nobody may write.
    public Globals(byte[] contents, List<Variable> variables, boolean readOnly) {
        this(contents.length, contents.clone(), variables, readOnly);
    }

    private Globals(int size, byte[] contents, List<Variable> variables, boolean readOnly) {
        this.size = size;
        this.contents = contents;
        this.variables = List.copyOf(variables);
        this.readOnly = readOnly;
    }

    /// Variables that all start as zero, in a section of `size` bytes; no memory is set aside for
    /// them before [#contents()] is called.
    public static Globals zeroes(int size, List<Variable> variables) {
        return new Globals(size, new byte[0], variables, false);
    }

    /// How many bytes the section has.
    public int size() {
        return size;
    }

    /// A copy of the initial contents.
    public byte[] contents() {
        return Arrays.copyOf(contents, size);
    }

    /// The variables in order of offset.
    public List<Variable> variables() {
        return variables;
    }

    /// Whether the section is constant (`.rodata`, `.kconfig`).
    public boolean readOnly() {
        return readOnly;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Globals that
                && size == that.size
                && Arrays.equals(contents, that.contents)
                && variables.equals(that.variables)
                && readOnly == that.readOnly;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(contents) * 31 + variables.hashCode();
    }
}
