package dev.skep.linux.attach;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.Place;
import dev.skep.host.Errno;
import dev.skep.host.Link;
import dev.skep.host.LoadedProgram;
import dev.skep.linux.KernelCode;
import dev.skep.linux.KernelException;
import dev.skep.linux.KernelProgram;
import dev.skep.linux.sys.Descriptor;
import dev.skep.linux.sys.Inventory;
import dev.skep.linux.sys.LinkRequest;
import dev.skep.linux.sys.Links;
import dev.skep.linux.sys.Pins;
import dev.skep.linux.sys.RefusedCall;
import java.nio.file.Path;
import java.util.OptionalInt;

/// A link that the kernel knows as such. It ends with its last descriptor: with this process, if it
/// is not pinned.
public final class KernelLink implements Link {
    private final String kind;
    private final String target;
    private final Descriptor link;

    KernelLink(String kind, String target, Descriptor link) {
        this.kind = kind;
        this.target = target;
        this.link = link;
    }

    /// Creates the link of `request`.
    ///
    /// @param hint what may be wrong, beyond what the error number says; may be empty
    static KernelLink create(
            String kind, String target, KernelProgram program, LinkRequest request, String hint) {
        try {
            return new KernelLink(kind, target, Links.create(request));
        } catch (RefusedCall e) {
            throw AttachRefusals.of(kind, target, program, e, hint);
        }
    }

    Descriptor descriptor() {
        return link;
    }

    @Override
    public Info info() {
        try {
            Inventory.LinkInfo info = Inventory.link(link);
            return new Info(
                    kind, target, OptionalInt.of(info.id()), OptionalInt.of(info.program()));
        } catch (RefusedCall e) {
            throw refused("information about it", e);
        }
    }

    @Override
    public void update(LoadedProgram program) {
        if (!(program instanceof KernelProgram mine)) {
            throw new KernelException(
                    Diagnostic.of(KernelCode.LINK, "the program does not live in the kernel")
                            .at(place())
                            .fix("load it with KernelHost.load"),
                    0);
        }
        try {
            Links.update(link, mine.fileDescriptor());
        } catch (RefusedCall e) {
            throw refused("another program in its place", e);
        }
    }

    @Override
    public void pin(Path path) {
        try {
            Pins.pin(link, path);
        } catch (RefusedCall e) {
            throw AttachRefusals.pin(place(), path, e);
        }
    }

    /// Ends the attachment for everybody, pinned or not.
    ///
    /// @throws KernelException if links of this kind cannot
    public void detach() {
        try {
            Links.detach(link);
        } catch (RefusedCall e) {
            throw refused("detaching", e);
        }
    }

    @Override
    public void close() {
        link.close();
    }

    private Place place() {
        return new Place.Named("link " + kind + ", " + target);
    }

    private KernelException refused(String what, RefusedCall refusal) {
        boolean gone = refusal.errno() == Errno.ENOLINK.number();
        return new KernelException(
                Diagnostic.of(KernelCode.LINK, what + ": " + refusal.getMessage())
                        .at(place())
                        .because(
                                gone
                                        ? "what it was attached to is gone"
                                        : "not every kind of link can do this")
                        .fix("close it, and attach the program anew"),
                refusal.errno());
    }
}
