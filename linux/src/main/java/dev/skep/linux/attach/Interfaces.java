package dev.skep.linux.attach;

import dev.skep.linux.sys.InterfaceIndex;
import dev.skep.linux.sys.RefusedCall;
import java.util.OptionalInt;

/// Network interfaces of the calling thread's namespace.
public final class Interfaces {
    private Interfaces() {}

    /// The index of the interface of that name, or of that number.
    ///
    /// @throws dev.skep.linux.KernelException if there is none
    public static int index(String name) {
        try {
            OptionalInt found = InterfaceIndex.ofName(name);
            if (found.isEmpty() && name.matches("[0-9]{1,9}")) {
                found = InterfaceIndex.ofIndex(Integer.parseInt(name));
            }
            if (found.isPresent()) {
                return found.getAsInt();
            }
        } catch (RefusedCall e) {
            throw AttachRefusals.missing(
                    "network interfaces cannot be looked up: " + e.getMessage(),
                    "look whether this process may open sockets");
        }
        throw AttachRefusals.missing(
                "there is no network interface " + name,
                "name one of this network namespace: ip link");
    }
}
