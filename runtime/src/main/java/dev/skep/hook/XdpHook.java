package dev.skep.hook;

import dev.skep.packet.Origin;
import dev.skep.packet.XdpFrame;
import dev.skep.spec.ProgramType;
import dev.skep.vm.Execution;
import java.util.List;
import java.util.Optional;

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
                exit(verdict),
                left,
                left.length,
                List.of());
    }

    /// What is neither passed nor sent is dropped, unknown verdicts and redirects without a target
    /// among it.
    private Optional<Exit> exit(int verdict) {
        return switch (verdict) {
            case PASS -> Optional.of(new Exit.Passed());
            case TRANSMIT -> Optional.of(new Exit.Returned());
            case REDIRECT -> frame.redirect().map(Exit.Redirected::new);
            default -> Optional.empty();
        };
    }
}
