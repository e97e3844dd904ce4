package dev.skep.hook;

import java.util.function.LongConsumer;

/// How a capture is run.
///
/// @param repeat how many rounds, at least 1; maps keep what is in them from one to the next
/// @param limit how many packets of the capture each round takes at most
/// @param onTrap what happens when the program does what it must not
/// @param progress hears after every packet how many are done, all rounds together
public record PacketRunOptions(int repeat, long limit, OnTrap onTrap, LongConsumer progress) {
    /// What happens when the program does what it must not.
    public enum OnTrap {
        /// The run ends.
        STOP,
        /// The packet is dropped and counted.
        COUNT
    }

    /// @throws IllegalArgumentException if a number is out of range
    public PacketRunOptions {
        if (repeat < 1 || limit < 0) {
            throw new IllegalArgumentException("repeat " + repeat + ", limit " + limit);
        }
    }

    /// One round over every packet, up to the first trap.
    public static PacketRunOptions defaults() {
        return new PacketRunOptions(1, Long.MAX_VALUE, OnTrap.STOP, done -> {});
    }

    /// The same with so many rounds.
    public PacketRunOptions withRepeat(int repeat) {
        return new PacketRunOptions(repeat, limit, onTrap, progress);
    }

    /// The same with at most so many packets.
    public PacketRunOptions withLimit(long limit) {
        return new PacketRunOptions(repeat, limit, onTrap, progress);
    }

    /// The same with another answer to traps.
    public PacketRunOptions withOnTrap(OnTrap onTrap) {
        return new PacketRunOptions(repeat, limit, onTrap, progress);
    }

    /// The same with somebody who hears of progress.
    public PacketRunOptions withProgress(LongConsumer progress) {
        return new PacketRunOptions(repeat, limit, onTrap, progress);
    }
}
