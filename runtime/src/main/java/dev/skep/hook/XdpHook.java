package dev.skep.hook;

import dev.skep.packet.Origin;
import dev.skep.packet.XdpFrame;
import dev.skep.spec.ProgramType;
import dev.skep.vm.Execution;
import java.util.List;

/// XDP: packets as the driver receives them.
final class XdpHook implements PacketHook {
    private static final int PASS = 2;
    private static final int TRANSMIT = 3;
    private static final int REDIRECT = 4;

    private final XdpFrame frame;
    private final Origin origin;

    XdpHook(Execution run, Origin origin) {
        this.frame = new XdpFrame(run);
        this.origin = origin;
    }

    @Override
    public Passage pass(byte[] bytes) {
        frame.load(bytes, origin);
        int verdict = frame.run();
        byte[] left = frame.packet().bytes();
        return new Passage(
                verdict,
                ProgramType.XDP.returnName(verdict),
                exits(verdict),
                left,
                left.length,
                List.of());
    }

    /// What is neither passed nor sent is dropped, unknown verdicts and redirects without a target
    /// among it.
    private List<Exit> exits(int verdict) {
        return switch (verdict) {
            case PASS -> Exit.passed();
            case TRANSMIT -> List.of(new Exit.Returned());
            case REDIRECT -> Exit.redirected(frame.redirect());
            default -> List.of();
        };
    }
}
