package dev.skep.isa;

/// The second operand of arithmetic, stores and branches.
public sealed interface Operand {
    /// A register, 0 to 10.
    record Register(int number) implements Operand {
        /// Refuses numbers of no register.
        public Register {
            Registers.check(number);
        }
    }

    /// A 32-bit constant; 64-bit operations extend its sign.
    record Immediate(int value) implements Operand {}
}
