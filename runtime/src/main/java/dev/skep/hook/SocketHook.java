package dev.skep.hook;

import dev.skep.packet.Origin;
import dev.skep.packet.SocketBuffer;
import dev.skep.packet.SocketBuffer.Start;
import dev.skep.spec.ProgramType;
import dev.skep.vm.Execution;
import java.util.Arrays;
import java.util.List;

/// A raw packet socket, as tcpdump has one: the filter sees whole frames and says how many bytes of
/// each the socket gets, as an unsigned number.
final class SocketHook implements PacketHook {
    private final SocketBuffer buffer;
    private final Origin origin;

    SocketHook(Execution run, Origin origin) {
        this.buffer = new SocketBuffer(run, ProgramType.SOCKET_FILTER);
        this.origin = origin;
    }

    @Override
    public Passage pass(byte[] frame) {
        buffer.load(frame, origin, Start.LINK_HEADER);
        int verdict = buffer.run();
        byte[] whole = buffer.wireBytes();
        int kept = (int) Math.min(Integer.toUnsignedLong(verdict), whole.length);
        List<Exit> exits = verdict == 0 ? List.of() : Exit.passed();
        return new Passage(
                verdict,
                name(verdict, kept, whole.length),
                exits,
                Arrays.copyOf(whole, kept),
                whole.length,
                List.of());
    }

    private static String name(int verdict, int kept, int length) {
        if (verdict == 0) {
            return "dropped";
        }
        return kept == length ? "kept" : "kept in part";
    }
}
