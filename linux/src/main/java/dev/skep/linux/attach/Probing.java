package dev.skep.linux.attach;

import dev.skep.host.Errno;
import dev.skep.host.Link;
import dev.skep.linux.KernelProgram;
import dev.skep.linux.sys.Descriptor;
import dev.skep.linux.sys.LinkRequest;
import dev.skep.linux.sys.Links;
import dev.skep.linux.sys.PerfEvent;
import dev.skep.linux.sys.RefusedCall;
import dev.skep.spec.AttachType;

/// Connects programs to perf events.
final class Probing {
    /// Opens an event.
    interface Opening {
        Descriptor open() throws RefusedCall;
    }

    private Probing() {}

    /// Connects `program` to the event that `opening` opens, by a link where the kernel has links
    /// for events (Linux 5.15), else until the event is closed.
    static Link attach(
            String kind,
            String target,
            KernelProgram program,
            long cookie,
            Opening opening,
            String hint) {
        try {
            Descriptor event = opening.open();
            try {
                return link(kind, target, program, cookie, event);
            } catch (RefusedCall e) {
                event.close();
                throw e;
            }
        } catch (RefusedCall e) {
            throw AttachRefusals.of(kind, target, program, e, hint);
        }
    }

    private static Link link(
            String kind, String target, KernelProgram program, long cookie, Descriptor event)
            throws RefusedCall {
        LinkRequest request =
                new LinkRequest(
                                program.fileDescriptor(),
                                event.number(),
                                AttachType.PERF_EVENT.id())
                        .set("_perf_cookie", cookie);
        try {
            PerfEvent.enable(event);
            KernelLink link = new KernelLink(kind, target, Links.create(request));
            // The link has the event now.
            event.close();
            return link;
        } catch (RefusedCall e) {
            if (e.errno() != Errno.EINVAL.number() || cookie != 0) {
                throw e;
            }
        }
        PerfEvent.run(event, program.fileDescriptor());
        return new DirectLink(kind, target, event::close);
    }
}
