package dev.skep.hook;

import dev.skep.packet.Copy;
import dev.skep.packet.Origin;
import dev.skep.packet.Redirect;
import dev.skep.packet.SocketBuffer;
import dev.skep.packet.SocketBuffer.Start;
import dev.skep.spec.ProgramType;
import dev.skep.vm.Execution;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/// Traffic control, in direct-action mode: the program's verdict is what happens.
final class TrafficControlHook implements PacketHook {
    private static final int SHOT = 2;
    private static final int STOLEN = 4;
    private static final int REDIRECT = 7;
    private static final int TRAP = 8;

    private final SocketBuffer buffer;
    private final ProgramType type;
    private int verdict;

    private TrafficControlHook(SocketBuffer buffer, ProgramType type) {
        this.buffer = buffer;
        this.type = type;
    }

    /// Packets that come in.
    static TrafficControlHook ingress(Execution run, ProgramType type, Origin origin) {
        SocketBuffer buffer = new SocketBuffer(run, type);
        buffer.expect(origin, Start.LINK_HEADER);
        return new TrafficControlHook(buffer, type);
    }

    /// Packets that this machine sends: they came in nowhere.
    static TrafficControlHook egress(Execution run, ProgramType type, Origin origin) {
        SocketBuffer buffer = new SocketBuffer(run, type);
        buffer.expectLeaving(origin.ifindex());
        return new TrafficControlHook(buffer, type);
    }

    @Override
    public int run(MemorySegment memory, long offset, int length) {
        buffer.load(memory, offset, length);
        verdict = buffer.run();
        return verdict;
    }

    @Override
    public int kind() {
        return verdict;
    }

    @Override
    public String kindName(int kind) {
        return type.returnName(kind);
    }

    /// What is neither dropped nor taken nor redirected goes on its way, whatever the number.
    @Override
    public Fate fate() {
        return switch (verdict) {
            case SHOT, STOLEN, TRAP -> Fate.ENDED;
            case REDIRECT -> Fate.REDIRECTED;
            default -> Fate.PASSED;
        };
    }

    @Override
    public Optional<Redirect> redirect() {
        return buffer.redirect();
    }

    @Override
    public List<Copy> copies() {
        return buffer.copies();
    }

    @Override
    public Passage passage() {
        byte[] left = buffer.wireBytes();
        List<Exit> exits = Exit.of(fate(), redirect());
        return new Passage(verdict, kindName(verdict), exits, left, left.length, copies());
    }
}
