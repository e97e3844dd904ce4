package dev.skep.hook;

import dev.skep.packet.Copy;
import dev.skep.packet.Origin;
import dev.skep.packet.Redirect;
import dev.skep.packet.SocketBuffer;
import dev.skep.packet.SocketBuffer.Start;
import dev.skep.spec.ProgramType;
import dev.skep.vm.Execution;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A raw packet socket, as tcpdump has one: the filter sees whole frames and says how many bytes of
/// each the socket gets, as an unsigned number.
final class SocketHook implements PacketHook {
    private static final String[] KINDS = {"dropped", "kept", "kept in part"};
    private static final int DROPPED = 0;
    private static final int KEPT = 1;
    private static final int KEPT_IN_PART = 2;

    private final SocketBuffer buffer;
    private int verdict;

    SocketHook(Execution run, Origin origin) {
        this.buffer = new SocketBuffer(run, ProgramType.SOCKET_FILTER);
        buffer.expect(origin, Start.LINK_HEADER);
    }

    @Override
    public int run(MemorySegment memory, long offset, int length) {
        buffer.load(memory, offset, length);
        verdict = buffer.run();
        return verdict;
    }

    @Override
    public int kind() {
        if (verdict == 0) {
            return DROPPED;
        }
        return kept() == buffer.wireLength() ? KEPT : KEPT_IN_PART;
    }

    @Override
    public String kindName(int kind) {
        return KINDS[kind];
    }

    @Override
    public Fate fate() {
        return verdict == 0 ? Fate.ENDED : Fate.PASSED;
    }

    @Override
    public Optional<Redirect> redirect() {
        return Optional.empty();
    }

    @Override
    public List<Copy> copies() {
        return List.of();
    }

    @Override
    public Passage passage() {
        byte[] whole = buffer.wireBytes();
        List<Exit> exits = Exit.of(fate(), redirect());
        byte[] kept = Arrays.copyOf(whole, kept());
        return new Passage(verdict, kindName(kind()), exits, kept, whole.length, List.of());
    }

    private int kept() {
        return (int) Math.min(Integer.toUnsignedLong(verdict), buffer.wireLength());
    }
}
