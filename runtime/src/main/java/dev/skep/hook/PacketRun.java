package dev.skep.hook;

import dev.skep.capture.CapturedPacket;
import dev.skep.capture.LinkType;
import dev.skep.capture.PacketCursor;
import dev.skep.diag.MalformedException;
import dev.skep.diag.TrapException;
import dev.skep.hook.PacketRunOptions.OnTrap;
import dev.skep.packet.Copy;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// Takes a capture through a hook, packet by packet.
public final class PacketRun {
    private final PacketHook hook;
    private final PacketRunOptions options;
    private final Tally tally = new Tally();
    private LinkType linkType = LinkType.ETHERNET;
    private MemorySegment scratch = MemorySegment.ofArray(new byte[2048]);

    private PacketRun(PacketHook hook, PacketRunOptions options) {
        this.hook = hook;
        this.options = options;
    }

    /// Runs every packet through `hook`.
    ///
    /// @param sink takes what leaves in the first round; later rounds only count
    /// @throws IOException if the sink fails
    /// @throws MalformedException where the capture goes wrong, or a packet's link layer is none
    ///   that programs can be given
    /// @throws TrapException if the program does what it must not, unless the options say to go on
    public static PacketSummary over(
            Iterable<CapturedPacket> packets,
            PacketHook hook,
            PacketRunOptions options,
            PacketSink sink)
            throws IOException {
        PacketRun run = new PacketRun(hook, options);
        for (int round = 0; round < options.repeat(); round++) {
            PacketCursor cursor = PacketCursor.over(packets);
            if (round > 0 || sink == PacketSink.NONE) {
                run.count(cursor);
            } else {
                run.write(cursor, sink);
            }
        }
        return run.tally.summary(hook);
    }

    /// A round of which nothing is written: the clock is read once.
    private void count(PacketCursor cursor) {
        long start = System.nanoTime();
        // What lies behind the limit is not even looked at: it may be what is wrong with the file.
        for (long number = 1; number <= options.limit() && cursor.advance(); number++) {
            one(cursor, number);
            options.progress().accept(tally.packets());
        }
        tally.time(System.nanoTime() - start);
    }

    private void write(PacketCursor cursor, PacketSink sink) throws IOException {
        for (long number = 1; number <= options.limit() && cursor.advance(); number++) {
            long start = System.nanoTime();
            boolean ran = one(cursor, number);
            tally.time(System.nanoTime() - start);
            if (ran) {
                send(cursor, hook.passage(), sink);
            }
            options.progress().accept(tally.packets());
        }
    }

    /// Runs the packet that `packet` stands at; false if the program trapped.
    private boolean one(PacketCursor packet, long number) {
        if (packet.linkType() != linkType.number()) {
            linkType = linkType(packet, number);
        }
        int length = linkType.frameLength(packet.length());
        try {
            if (linkType == LinkType.ETHERNET) {
                hook.run(packet.memory(), packet.offset(), length);
            } else {
                hook.run(frame(packet, length), 0, length);
            }
        } catch (TrapException trap) {
            TrapException located = locate(trap, number, length);
            if (options.onTrap() == OnTrap.STOP) {
                throw located;
            }
            tally.trap(located.diagnostic(), length);
            return false;
        }
        tally.packet(hook, length);
        return true;
    }

    private static void send(PacketCursor packet, Passage passage, PacketSink sink)
            throws IOException {
        long nanos = packet.nanos();
        for (Copy copy : passage.copies()) {
            Exit exit = new Exit.Redirected(copy.target());
            sink.take(exit, nanos, copy.bytes(), copy.bytes().length);
        }
        // What the capture had cut off is still part of the packet.
        int missing = Math.max(0, packet.originalLength() - packet.length());
        for (Exit exit : passage.exits()) {
            sink.take(exit, nanos, passage.bytes(), passage.length() + missing);
        }
    }

    private MemorySegment frame(PacketCursor packet, int length) {
        if (scratch.byteSize() < length) {
            scratch = MemorySegment.ofArray(new byte[length]);
        }
        linkType.frame(packet.memory(), packet.offset(), packet.length(), scratch);
        return scratch;
    }

    private static LinkType linkType(PacketCursor packet, long number) {
        try {
            return LinkType.demand(packet.linkType());
        } catch (MalformedException refused) {
            throw new MalformedException(refused.diagnostic().because("it is packet " + number));
        }
    }

    private static TrapException locate(TrapException trap, long number, int length) {
        return new TrapException(
                trap.diagnostic().because("at packet %d (%d bytes)".formatted(number, length)));
    }
}
