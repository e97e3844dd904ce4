package dev.skep.hook;

import dev.skep.capture.CapturedPacket;
import dev.skep.capture.LinkType;
import dev.skep.diag.MalformedException;
import dev.skep.diag.TrapException;
import dev.skep.hook.PacketRunOptions.OnTrap;
import dev.skep.packet.Copy;
import java.io.IOException;
import java.util.Iterator;

/// Takes a capture through a hook, packet by packet.
public final class PacketRun {
    private final PacketHook hook;
    private final PacketRunOptions options;
    private final Tally tally = new Tally();

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
            run.round(packets, round == 0 ? sink : PacketSink.NONE);
        }
        return run.tally.summary();
    }

    private void round(Iterable<CapturedPacket> packets, PacketSink sink) throws IOException {
        Iterator<CapturedPacket> iterator = packets.iterator();
        // What lies behind the limit is not even looked at: it may be what is wrong with the file.
        for (long number = 1; number <= options.limit() && iterator.hasNext(); number++) {
            one(iterator.next(), number, sink);
            options.progress().accept(tally.packets());
        }
    }

    private void one(CapturedPacket packet, long number, PacketSink sink) throws IOException {
        byte[] frame = frame(packet, number);
        long start = System.nanoTime();
        Passage passage;
        try {
            passage = hook.pass(frame);
        } catch (TrapException trap) {
            TrapException located = locate(trap, number, frame.length);
            if (options.onTrap() == OnTrap.STOP) {
                throw located;
            }
            tally.trap(located.diagnostic(), frame.length, System.nanoTime() - start);
            return;
        }
        tally.passage(passage, frame.length, System.nanoTime() - start);
        for (Copy copy : passage.copies()) {
            Exit exit = new Exit.Redirected(copy.target());
            sink.take(exit, packet.nanos(), copy.bytes(), copy.bytes().length);
        }
        // What the capture had cut off is still part of the packet.
        int missing = Math.max(0, packet.originalLength() - (int) packet.data().byteSize());
        for (Exit exit : passage.exits()) {
            sink.take(exit, packet.nanos(), passage.bytes(), passage.length() + missing);
        }
    }

    private static byte[] frame(CapturedPacket packet, long number) {
        try {
            return LinkType.frameOf(packet);
        } catch (MalformedException refused) {
            throw new MalformedException(refused.diagnostic().because("it is packet " + number));
        }
    }

    private static TrapException locate(TrapException trap, long number, int length) {
        return new TrapException(
                trap.diagnostic().because("at packet %d (%d bytes)".formatted(number, length)));
    }
}
