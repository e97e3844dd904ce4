package dev.skep.btf;

import java.math.BigInteger;
import java.util.List;

/// Bytes read as a BTF type: a tree that prints itself as text and is easy to turn into JSON.
public sealed interface BtfValue {
    /// An integer of up to 128 bits.
    record Number(BigInteger value) implements BtfValue {}

    /// A boolean.
    record Truth(boolean value) implements BtfValue {}

    /// A floating-point number.
    record Real(double value) implements BtfValue {}

    /// An array of printable characters, without the zeroes at its end.
    record Text(String value) implements BtfValue {}

    /// An enumerator.
    ///
    /// @param name empty if no enumerator has that value
    record Symbol(String name, BigInteger value) implements BtfValue {}

    /// A pointer.
    record Address(long value) implements BtfValue {}

    /// An array.
    ///
    /// @param omitted how many more elements there are that the limits left out
    record Sequence(List<BtfValue> elements, long omitted) implements BtfValue {}

    /// A structure or union, or a section of variables; the members of anonymous structures within
    /// it stand among its own.
    record Composite(List<Field> fields) implements BtfValue {}

    /// Bytes that no type explains, or that the limits left out.
    ///
    /// @param hex two digits for each byte
    /// @param omitted how many more bytes there are that the limits left out
    record Raw(String hex, long omitted) implements BtfValue {}

    /// A member of a structure or union.
    record Field(String name, BtfValue value) {}

    /// One line in the syntax of C initialisers: `{ .src = 10, .dst = 11 }`.
    default String text() {
        StringBuilder text = new StringBuilder();
        new ValueText(text).write(this);
        return text.toString();
    }
}
