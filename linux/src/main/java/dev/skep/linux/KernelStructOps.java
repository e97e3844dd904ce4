package dev.skep.linux;

import dev.skep.diag.Diagnostic;
import dev.skep.host.BpfMap;
import dev.skep.host.Errno;
import dev.skep.linux.sys.Descriptor;
import dev.skep.linux.sys.MapElements;
import dev.skep.linux.sys.RefusedCall;
import dev.skep.program.StructOps;

/// A structure of functions in the kernel: a map of type `struct_ops` whose only value names the
/// programs that implement them. Nothing calls them before `dev.skep.linux.attach.StructOpsHook`
/// registers it. Safe for many threads.
public final class KernelStructOps implements AutoCloseable {
    private static final byte[] ONLY_KEY = new byte[Integer.BYTES];

    private final StructOps definition;
    private final Descriptor map;
    private final byte[] value;
    private boolean filled;

    /// @param value what makes the kernel register it, or for links prepare it
    KernelStructOps(StructOps definition, Descriptor map, byte[] value) {
        this.definition = definition;
        this.map = map;
        this.value = value;
    }

    /// What the object says.
    public StructOps definition() {
        return definition;
    }

    /// The map's file descriptor.
    ///
    /// @throws IllegalStateException if it is closed
    public int fileDescriptor() {
        return map.number();
    }

    /// Hands its value to the kernel, which makes it ready for links, or registers it where it is
    /// none that takes links.
    ///
    /// @throws KernelException if the kernel does not take it
    public synchronized void fill() {
        if (filled && definition.linked()) {
            return;
        }
        try {
            new MapElements(map).update(ONLY_KEY, value, BpfMap.ANY);
            filled = true;
        } catch (RefusedCall e) {
            throw refused(e);
        }
    }

    private KernelException refused(RefusedCall refusal) {
        Errno errno = Errno.ofNumber(refusal.errno()).orElse(Errno.EINVAL);
        String remedy =
                switch (errno) {
                    case EEXIST ->
                            "something is registered under that name: give it another, or"
                                    + " unregister that";
                    case EBUSY ->
                            "it is registered already, or still in use: a map is registered once";
                    case EPERM, EACCES -> "run as root, or with CAP_BPF and CAP_NET_ADMIN";
                    case ENOTSUPP, EOPNOTSUPP ->
                            "leave out functions that the kernel does not take";
                    default ->
                            "give it all the functions and the name that the kernel demands of such"
                                    + " structures";
                };
        return new KernelException(
                Diagnostic.of(KernelCode.STRUCT_OPS, refusal.getMessage())
                        .at(StructOpsValue.place(definition))
                        .because("the kernel checks a structure when it gets its value")
                        .fix(remedy),
                refusal.errno());
    }

    /// Gives the map back. What is registered stays so: by its link, or by the kernel itself.
    @Override
    public void close() {
        map.close();
    }
}
