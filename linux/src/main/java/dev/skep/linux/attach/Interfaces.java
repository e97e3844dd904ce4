package dev.skep.linux.attach;

import java.net.NetworkInterface;
import java.net.SocketException;

/// Network interfaces of the calling thread's namespace.
public final class Interfaces {
    private Interfaces() {}

    /// The index of the interface of that name, or of that number.
    ///
    /// @throws dev.skep.linux.KernelException if there is none
    public static int index(String name) {
        try {
            NetworkInterface found =
                    name.matches("[0-9]{1,9}")
                            ? NetworkInterface.getByIndex(Integer.parseInt(name))
                            : NetworkInterface.getByName(name);
            if (found != null) {
                return found.getIndex();
            }
        } catch (SocketException e) {
            throw AttachRefusals.missing(
                    "network interfaces cannot be looked up: " + e.getMessage(),
                    "look whether this process may open sockets");
        }
        throw AttachRefusals.missing(
                "there is no network interface " + name,
                "name one of this network namespace: ip link");
    }
}
