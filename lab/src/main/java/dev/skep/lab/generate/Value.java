package dev.skep.lab.generate;

/// What a register or a stack slot holds, as far as the generator cares.
sealed interface Value {
    /// Nothing that may be used.
    record Unset() implements Value {}

    /// A number from `least` to `most`, both included, signed.
    record Number(long least, long most) implements Value {
        /// Any number.
        static final Number ANY = new Number(Long.MIN_VALUE, Long.MAX_VALUE);

        /// Any number that fits into so many bits.
        static Number ofBits(int bits) {
            return bits >= Long.SIZE ? ANY : new Number(0, (1L << bits) - 1);
        }

        /// Whether it is never below 0 nor above `limit`.
        boolean within(long limit) {
            return least >= 0 && most <= limit;
        }
    }

    /// The program's context.
    record Context() implements Value {}

    /// An address in the packet.
    ///
    /// @param anchor what it is counted from; addresses of one anchor share what is proven
    /// @param meta whether it is in front of the packet, in its metadata
    record Packet(int anchor, int offset, boolean meta) implements Value {}

    /// The end of the packet.
    record PacketEnd() implements Value {}

    /// A map itself, by its index.
    record MapItself(int map) implements Value {}

    /// An exact address in the function's own stack frame, as an offset from r10.
    record Frame(int offset) implements Value {}

    /// Memory of which `before` bytes in front of the address and `after` bytes behind it may be
    /// used.
    ///
    /// @param writable whether it may be written
    /// @param maybeNull the number of the check that it still needs, 0 if none
    /// @param reference the number of the reference that has to be given back, 0 if none
    record Memory(int before, int after, boolean writable, int maybeNull, int reference)
            implements Value {
        /// Memory that is surely there.
        static Memory of(int size, boolean writable) {
            return new Memory(0, size, writable, 0, 0);
        }

        /// The same, `least` to `most` bytes on.
        Memory moved(long least, long most) {
            return new Memory((int) (before + least), (int) (after - most), writable, maybeNull, 0);
        }
    }

    /// A socket.
    ///
    /// @param full whether all its fields may be read
    /// @param maybeNull as of [Memory]
    /// @param reference as of [Memory]
    record Socket(boolean full, int maybeNull, int reference) implements Value {}

    /// The number of the check for NULL that it still needs; 0 if none.
    default int pendingCheck() {
        return switch (this) {
            case Memory memory -> memory.maybeNull();
            case Socket socket -> socket.maybeNull();
            case Unset _, Number _, Context _, Packet _, PacketEnd _, MapItself _, Frame _ -> 0;
        };
    }

    /// The number of the reference that it holds; 0 if none.
    default int held() {
        return switch (this) {
            case Memory memory -> memory.reference();
            case Socket socket -> socket.reference();
            case Unset _, Number _, Context _, Packet _, PacketEnd _, MapItself _, Frame _ -> 0;
        };
    }

    /// The same after the check for NULL found that it is there.
    default Value checked() {
        return switch (this) {
            case Memory m -> new Memory(m.before(), m.after(), m.writable(), 0, m.reference());
            case Socket s -> new Socket(s.full(), 0, s.reference());
            case Unset _, Number _, Context _, Packet _, PacketEnd _, MapItself _, Frame _ -> this;
        };
    }

    /// What is known where one of two paths was taken.
    static Value join(Value a, Value b) {
        if (a instanceof Number x && b instanceof Number y) {
            return new Number(Math.min(x.least(), y.least()), Math.max(x.most(), y.most()));
        }
        return a.equals(b) ? a : new Unset();
    }
}
