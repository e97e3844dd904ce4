package dev.skep.verify.rule;

import dev.skep.isa.Operand;
import dev.skep.verify.domain.Register;

/// One access to memory, as an instruction or a helper makes it.
///
/// @param number the register that holds the address, or that a helper was given
/// @param pointer what is known of it
/// @param offset added to the address by the instruction
/// @param size in bytes; of a helper's access the most that it may be
/// @param action what happens
/// @param target the register that is loaded, -1 for none
/// @param source what is stored, `null` where that is nothing that could be named
/// @param strict whether the address has to be aligned, whatever the machine allows
record Access(
        int number,
        Register pointer,
        int offset,
        int size,
        Action action,
        int target,
        Operand source,
        boolean strict) {
    /// What an access does.
    enum Action {
        /// It reads.
        READ,
        /// It writes.
        WRITE
    }

    static Access load(int number, Register pointer, int offset, int size, int target) {
        return new Access(number, pointer, offset, size, Action.READ, target, null, false);
    }

    static Access store(int number, Register pointer, int offset, int size, Operand source) {
        return new Access(number, pointer, offset, size, Action.WRITE, -1, source, false);
    }

    Access strictly() {
        return new Access(number, pointer, offset, size, action, target, source, true);
    }

    boolean writes() {
        return action == Action.WRITE;
    }

    /// The constant part of the distance from the object's start.
    int at() {
        return pointer.offset() + offset;
    }

    /// The register that is stored, -1 if it is none.
    int sourceRegister() {
        return source instanceof Operand.Register register ? register.number() : -1;
    }

    /// `bytes 12 to 13`.
    String bytes() {
        return size == 1 ? "byte " + at() : "bytes %d to %d".formatted(at(), at() + size - 1);
    }
}
