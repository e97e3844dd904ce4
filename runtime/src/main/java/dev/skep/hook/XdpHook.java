package dev.skep.hook;

import dev.skep.packet.Copy;
import dev.skep.packet.Origin;
import dev.skep.packet.Redirect;
import dev.skep.packet.XdpFrame;
import dev.skep.spec.ProgramType;
import dev.skep.vm.Execution;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/// XDP: packets as the driver receives them.
final class XdpHook implements PacketHook {
    private static final int PASS = 2;
    private static final int TRANSMIT = 3;
    private static final int REDIRECT = 4;

    private final XdpFrame frame;
    private final Origin origin;
    private int verdict;

    XdpHook(Execution run, Origin origin) {
        this.frame = new XdpFrame(run);
        this.origin = origin;
    }

    @Override
    public int run(MemorySegment memory, long offset, int length) {
        frame.load(memory, offset, length, origin);
        verdict = frame.run();
        return verdict;
    }

    @Override
    public int kind() {
        return verdict;
    }

    @Override
    public String kindName(int kind) {
        return ProgramType.XDP.returnName(kind);
    }

    /// What is neither passed nor sent is dropped, unknown verdicts and redirects without a target
    /// among it.
    @Override
    public Fate fate() {
        return switch (verdict) {
            case PASS -> Fate.PASSED;
            case TRANSMIT -> Fate.RETURNED;
            case REDIRECT -> Fate.REDIRECTED;
            default -> Fate.ENDED;
        };
    }

    @Override
    public Optional<Redirect> redirect() {
        return frame.redirect();
    }

    @Override
    public List<Copy> copies() {
        return List.of();
    }

    @Override
    public Passage passage() {
        byte[] left = frame.packet().bytes();
        List<Exit> exits = Exit.of(fate(), redirect());
        return new Passage(verdict, kindName(verdict), exits, left, left.length, List.of());
    }
}
