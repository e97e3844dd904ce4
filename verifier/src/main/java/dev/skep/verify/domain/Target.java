package dev.skep.verify.domain;

import dev.skep.btf.Btf;

/// What belongs to a pointer beside its offset.
public sealed interface Target {
    /// Nothing.
    Target NONE = new Nothing();

    /// Nothing.
    record Nothing() implements Target {}

    /// A map, or a place in one of its keys or values.
    ///
    /// @param use tells values of different look-ups in maps of maps apart; 0 elsewhere
    record InMap(MapObject map, int use) implements Target {}

    /// A place in the packet.
    ///
    /// @param proven how many bytes from the pointer's base on are known to lie in the packet;
    ///   [#AT_END] and [#BEYOND_END] where the pointer is known to stand at the end or behind it
    record InPacket(int proven) implements Target {
        /// The pointer stands at the packet's end, or behind.
        public static final int AT_END = -1;

        /// The pointer stands behind the packet's end.
        public static final int BEYOND_END = -2;

        /// Nothing is known.
        public static final InPacket UNKNOWN = new InPacket(0);
    }

    /// Memory.
    ///
    /// @param size in bytes
    record Sized(int size) implements Target {}

    /// A function's stack.
    ///
    /// @param frame the depth of the call
    record OnStack(int frame) implements Target {}

    /// A function of the program.
    ///
    /// @param subprogram its number
    record Code(int subprogram) implements Target {}

    /// A type of the kernel or of the program.
    record Typed(Btf btf, int type) implements Target {}

    /// An open-coded iterator.
    ///
    /// @param type its name: `num`
    /// @param depth how often it went on
    record Iteration(String type, Progress progress, int depth) implements Target {}

    /// How far an iterator is.
    enum Progress {
        /// There may be more.
        ACTIVE,
        /// It has ended.
        DRAINED
    }
}
