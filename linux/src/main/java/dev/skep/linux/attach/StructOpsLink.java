package dev.skep.linux.attach;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.Place;
import dev.skep.host.Link;
import dev.skep.host.LoadedProgram;
import dev.skep.linux.KernelCode;
import dev.skep.linux.KernelException;
import dev.skep.linux.KernelStructOps;
import dev.skep.linux.sys.Links;
import dev.skep.linux.sys.RefusedCall;
import dev.skep.program.StructOps;
import java.nio.file.Path;
import java.util.OptionalInt;

/// A structure of functions that is registered with the kernel. Users of it that are at work keep
/// it beyond its end.
public final class StructOpsLink implements Link {
    static final String KIND = "struct_ops";

    private KernelStructOps struct;
    private final Link link;

    /// @param link a [KernelLink], or what ends a registration for which the kernel has none
    StructOpsLink(KernelStructOps struct, Link link) {
        this.struct = struct;
        this.link = link;
    }

    /// What is registered, in words for people.
    static String target(StructOps struct) {
        return struct.structure() + " " + struct.name();
    }

    /// The structure that is registered now.
    public synchronized KernelStructOps struct() {
        return struct;
    }

    @Override
    public synchronized Info info() {
        return new Info(KIND, target(struct.definition()), link.info().id(), OptionalInt.empty());
    }

    /// Refused: a structure is exchanged as a whole, by [#update(KernelStructOps)].
    ///
    /// @throws KernelException always
    @Override
    public void update(LoadedProgram program) {
        throw impossible("its programs cannot be exchanged one by one");
    }

    /// Puts another structure of the same type into the place of this one, without a gap. Some
    /// kinds of structures demand the same name in it, and some cannot be exchanged.
    ///
    /// @throws KernelException if the kernel refuses, or has no link for this one
    public synchronized void update(KernelStructOps other) {
        if (!(link instanceof KernelLink own)) {
            throw impossible("it cannot be exchanged");
        }
        other.fill();
        try {
            Links.update(own.descriptor(), other.fileDescriptor());
            struct = other;
        } catch (RefusedCall e) {
            throw AttachRefusals.of(other.definition(), e);
        }
    }

    @Override
    public void pin(Path path) {
        link.pin(path);
    }

    /// Ends the registration, unless its link is pinned.
    ///
    /// @throws KernelException if the kernel refuses to end one that has no link
    @Override
    public void close() {
        link.close();
    }

    private KernelException impossible(String what) {
        return new KernelException(
                Diagnostic.of(KernelCode.LINK, what)
                        .at(
                                new Place.Named(
                                        "link %s, %s".formatted(KIND, target(struct.definition()))))
                        .fix(
                                "declare the structure in SEC(\".struct_ops.link\"), and exchange it"
                                        + " as a whole: StructOpsLink.update"),
                0);
    }
}
