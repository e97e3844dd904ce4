package dev.skep.helper;

import dev.skep.map.JvmMap;
import dev.skep.packet.SocketBuffer;
import dev.skep.packet.XdpFrame;
import dev.skep.vm.Execution;

/// What registers stand for.
final class Arguments {
    private Arguments() {}

    /// The socket buffer that the program works on; ends the run if there is none.
    static SocketBuffer socketBuffer(Execution run) {
        SocketBuffer buffer = run.attachment(SocketBuffer.class).orElse(null);
        if (buffer == null) {
            throw run.fault("this run has no socket buffer", "");
        }
        return buffer;
    }

    /// The XDP frame that the program works on; ends the run if there is none.
    static XdpFrame frame(Execution run) {
        XdpFrame frame = run.attachment(XdpFrame.class).orElse(null);
        if (frame == null) {
            throw run.fault("this run has no XDP frame", "");
        }
        return frame;
    }

    /// The map if it is of the class that the helper function works on; ends the run if not.
    static <T extends JvmMap> T map(Execution run, JvmMap map, Class<T> type) {
        if (!type.isInstance(map)) {
            throw run.fault(
                    "map %s is of type %s"
                            .formatted(map.definition().name(), map.definition().type()),
                    "cannot pass map_type %d into func".formatted(map.definition().type().id()));
        }
        return type.cast(map);
    }

    /// The number in the lower 32 bits, unsigned.
    static long unsigned(long register) {
        return register & 0xffff_ffffL;
    }
}
