package dev.skep.map;

import dev.skep.host.LoadedProgram;
import dev.skep.program.MapDefinition;
import java.util.Optional;

/// A map whose elements are targets of `bpf_redirect_map`: interfaces, CPUs or AF_XDP sockets.
public abstract sealed class RedirectMap extends JvmMap permits RedirectArray, DeviceHashMap {
    /// What [#target] answers where there is no element.
    public static final long NONE = -1;

    RedirectMap(MapDefinition definition, Registry registry) {
        super(definition, registry);
    }

    /// Where the element under `key` sends a packet: the index of an interface, the number of a CPU
    /// or the socket's number, unsigned; [#NONE] if there is no such element.
    public abstract long target(int key);

    /// The program that runs on a packet that arrives there, if the element names one.
    public abstract Optional<LoadedProgram> programAt(int key);

    /// All targets, for a redirect with `BPF_F_BROADCAST`, in the order of the keys where they have
    /// one.
    public abstract long[] targets();

    @Override
    public final boolean programsMayWrite() {
        return false;
    }
}
