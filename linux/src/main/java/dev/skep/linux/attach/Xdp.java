package dev.skep.linux.attach;

import dev.skep.linux.KernelProgram;
import dev.skep.linux.sys.LinkRequest;
import dev.skep.spec.AttachType;
import java.util.Locale;

/// XDP: programs that see packets as the driver receives them.
public final class Xdp {
    /// Where in the kernel the program runs (`XDP_FLAGS_*`).
    public enum Mode {
        /// Wherever the driver can.
        ANY(0),
        /// In the network stack, which every interface has; slower.
        GENERIC(1 << 1),
        /// In the driver.
        NATIVE(1 << 2),
        /// In the network card.
        OFFLOADED(1 << 3);

        private final int flags;

        Mode(int flags) {
            this.flags = flags;
        }
    }

    private Xdp() {}

    /// Attaches `program` to the interface of that index. An interface has one program.
    ///
    /// @throws dev.skep.linux.KernelException if the kernel refuses
    public static KernelLink attach(KernelProgram program, int ifindex, Mode mode) {
        String target =
                "interface %d (%s)".formatted(ifindex, mode.name().toLowerCase(Locale.ROOT));
        LinkRequest request =
                new LinkRequest(program.fileDescriptor(), ifindex, AttachType.XDP.id())
                        .set("flags", mode.flags);
        return KernelLink.create(
                "xdp", target, program, request, "an interface has one XDP program at a time");
    }
}
