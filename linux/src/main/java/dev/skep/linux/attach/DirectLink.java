package dev.skep.linux.attach;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.Place;
import dev.skep.host.Link;
import dev.skep.host.LoadedProgram;
import dev.skep.linux.KernelCode;
import dev.skep.linux.KernelException;
import dev.skep.linux.sys.RefusedCall;
import java.nio.file.Path;
import java.util.OptionalInt;

/// An attachment that the kernel does not know as a link: it cannot be pinned or changed, only
/// ended.
final class DirectLink implements Link {
    /// Ends an attachment.
    interface Detachment {
        void detach() throws RefusedCall;
    }

    private final String kind;
    private final String target;
    private final Detachment detachment;
    private boolean closed;

    DirectLink(String kind, String target, Detachment detachment) {
        this.kind = kind;
        this.target = target;
        this.detachment = detachment;
    }

    @Override
    public Info info() {
        return new Info(kind, target, OptionalInt.empty(), OptionalInt.empty());
    }

    @Override
    public void update(LoadedProgram program) {
        throw impossible("its program cannot be exchanged");
    }

    @Override
    public void pin(Path path) {
        throw impossible("it cannot be pinned");
    }

    /// @throws KernelException if the kernel refuses to detach: if somebody else has detached it,
    ///   or what it was attached to is gone
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            try {
                detachment.detach();
            } catch (RefusedCall e) {
                throw new KernelException(
                        Diagnostic.of(KernelCode.LINK, "detaching: " + e.getMessage()).at(place()),
                        e.errno());
            }
        }
    }

    private Place place() {
        return new Place.Named("link " + kind + ", " + target);
    }

    private KernelException impossible(String what) {
        return new KernelException(
                Diagnostic.of(KernelCode.LINK, what)
                        .at(place())
                        .because("the kernel has no link for attachments of this kind"),
                0);
    }
}
