package dev.skep.linux.attach;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.Place;
import dev.skep.host.Errno;
import dev.skep.linux.KernelCode;
import dev.skep.linux.KernelException;
import dev.skep.linux.KernelProgram;
import dev.skep.linux.PinRemedy;
import dev.skep.linux.sys.RefusedCall;
import dev.skep.program.StructOps;
import java.nio.file.Path;

/// What it means when the kernel does not attach a program.
final class AttachRefusals {
    private AttachRefusals() {}

    /// @param hint what may be wrong, beyond what the error number says; may be empty
    static KernelException of(
            String kind, String target, KernelProgram program, RefusedCall refusal, String hint) {
        String what = "program %s (%s)".formatted(program.program().name(), kind);
        return of(what, target, refusal, hint);
    }

    /// @param what is not attached
    static KernelException of(String what, String target, RefusedCall refusal, String hint) {
        Diagnostic diagnostic =
                Diagnostic.of(KernelCode.ATTACH, refusal.getMessage())
                        .at(new Place.Named(what + " to " + target));
        if (!hint.isEmpty()) {
            diagnostic = diagnostic.because(hint);
        }
        return new KernelException(diagnostic.fix(remedy(refusal.errno())), refusal.errno());
    }

    /// A structure of functions was not registered, or not exchanged.
    static KernelException of(StructOps struct, RefusedCall refusal) {
        return new KernelException(
                Diagnostic.of(KernelCode.ATTACH, refusal.getMessage())
                        .at(new Place.Named("struct_ops " + StructOpsLink.target(struct)))
                        .because(
                                "each kind of structure has rules of its own about names and"
                                        + " functions, and some allow no exchange")
                        .fix(remedy(refusal.errno())),
                refusal.errno());
    }

    /// Something to attach to is not there.
    static KernelException missing(String what, String remedy) {
        return new KernelException(Diagnostic.of(KernelCode.NO_TARGET, what).fix(remedy), 0);
    }

    static KernelException pin(Place place, Path path, RefusedCall refusal) {
        return new KernelException(
                Diagnostic.of(KernelCode.PIN, refusal.getMessage())
                        .at(place)
                        .because("it is to be pinned as " + path)
                        .fix(PinRemedy.of(path, refusal.errno())),
                refusal.errno());
    }

    private static String remedy(int errno) {
        return switch (Errno.ofNumber(errno).orElse(Errno.EINVAL)) {
            case EPERM, EACCES ->
                    "run as root or with CAP_BPF, CAP_NET_ADMIN and CAP_PERFMON; some systems forbid"
                            + " some hooks to everybody";
            case EBUSY -> "detach what is attached there first: skep link list";
            case EEXIST -> "the program is attached there already: detach it first";
            case ENODEV, ENOENT -> "name something that is there";
            case ENOTSUPP, EOPNOTSUPP -> "this kernel or driver has no such hook: skep probe";
            default ->
                    "the program may be loaded for another hook, or this kernel be too old for this"
                            + " one: skep probe";
        };
    }
}
