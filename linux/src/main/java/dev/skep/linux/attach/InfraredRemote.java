package dev.skep.linux.attach;

import dev.skep.host.Link;
import dev.skep.linux.KernelProgram;
import dev.skep.linux.sys.Descriptor;
import dev.skep.linux.sys.Links;
import dev.skep.linux.sys.OpenFile;
import dev.skep.linux.sys.RefusedCall;
import dev.skep.spec.AttachType;
import java.nio.file.Path;

/// Programs that decode the pulses of infrared remote controls (`lirc_mode2`). The kernel has no
/// link for it: the program stays when this process dies.
public final class InfraredRemote {
    private InfraredRemote() {}

    /// Attaches `program` to a receiver such as `/dev/lirc0`.
    ///
    /// @throws dev.skep.linux.KernelException if there is none, or the kernel refuses
    public static Link attach(KernelProgram program, Path receiver) {
        int type = AttachType.LIRC_MODE2.id();
        Descriptor device;
        try {
            device = OpenFile.readable(receiver);
        } catch (RefusedCall e) {
            throw AttachRefusals.missing(
                    "receiver %s cannot be opened: %s".formatted(receiver, e.getMessage()),
                    "name a device such as /dev/lirc0");
        }
        try {
            Links.attach(program.fileDescriptor(), device.number(), type);
            Descriptor kept = Descriptor.duplicate(program.fileDescriptor());
            return new DirectLink(
                    "lirc_mode2",
                    receiver.toString(),
                    () -> {
                        try (kept;
                                device) {
                            Links.detach(kept.number(), device.number(), type);
                        }
                    });
        } catch (RefusedCall e) {
            device.close();
            throw AttachRefusals.of(
                    "lirc_mode2",
                    receiver.toString(),
                    program,
                    e,
                    "the kernel has to be built with CONFIG_BPF_LIRC_MODE2, and the file to be an"
                            + " infrared receiver");
        }
    }
}
