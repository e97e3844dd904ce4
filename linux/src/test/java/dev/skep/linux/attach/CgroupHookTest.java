package dev.skep.linux.attach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.skep.host.Link;
import dev.skep.linux.KernelCase;
import dev.skep.linux.KernelCode;
import dev.skep.linux.KernelException;
import dev.skep.linux.sys.ChildCgroup;
import dev.skep.spec.AttachType;
import dev.skep.spec.ProgramType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Hooks of a control group that the test makes, with one thread in it.
class CgroupHookTest extends KernelCase {
    @Test
    void connectionsCanBeRefused() throws Exception {
        var program =
                host.load(
                        program(ProgramType.CGROUP_SOCK_ADDR, "refuse", "r0 = 0\nexit")
                                .as(
                                        ProgramType.CGROUP_SOCK_ADDR,
                                        AttachType.CGROUP_INET4_CONNECT.id(),
                                        0,
                                        ""),
                        List.of());
        ChildCgroup.run(
                folder -> {
                    InetAddress here = InetAddress.getByName("127.0.0.1");
                    try (ServerSocket server = new ServerSocket(0, 1, here)) {
                        connect(server);
                        try (Link link = CgroupHook.attach(program, folder)) {
                            assertEquals("cgroup", link.info().kind());
                            assertThrows(IOException.class, () -> connect(server));
                        }
                        connect(server);
                    }
                });
    }

    /// With a socket of IPv4: Java's usual ones are of IPv6, and have other hooks.
    private static void connect(ServerSocket server) throws IOException {
        try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.INET)) {
            socket.connect(server.getLocalSocketAddress());
        }
    }

    @Test
    void everyKindOfHookIsAttached() throws Exception {
        ChildCgroup.run(
                folder -> {
                    for (AttachType type :
                            List.of(
                                    AttachType.CGROUP_INET_INGRESS,
                                    AttachType.CGROUP_INET_EGRESS,
                                    AttachType.CGROUP_INET_SOCK_CREATE,
                                    AttachType.CGROUP_SOCK_OPS,
                                    AttachType.CGROUP_DEVICE,
                                    AttachType.CGROUP_INET4_BIND,
                                    AttachType.CGROUP_INET6_CONNECT,
                                    AttachType.CGROUP_UDP4_SENDMSG,
                                    AttachType.CGROUP_UDP4_RECVMSG,
                                    AttachType.CGROUP_INET4_GETPEERNAME,
                                    AttachType.CGROUP_SYSCTL,
                                    AttachType.CGROUP_GETSOCKOPT,
                                    AttachType.CGROUP_SETSOCKOPT)) {
                        attach(type, folder);
                    }
                });
    }

    private void attach(AttachType attach, Path folder) {
        ProgramType type =
                switch (attach) {
                    case CGROUP_INET_INGRESS, CGROUP_INET_EGRESS -> ProgramType.CGROUP_SKB;
                    case CGROUP_INET_SOCK_CREATE -> ProgramType.CGROUP_SOCK;
                    case CGROUP_SOCK_OPS -> ProgramType.SOCK_OPS;
                    case CGROUP_DEVICE -> ProgramType.CGROUP_DEVICE;
                    case CGROUP_SYSCTL -> ProgramType.CGROUP_SYSCTL;
                    case CGROUP_GETSOCKOPT, CGROUP_SETSOCKOPT -> ProgramType.CGROUP_SOCKOPT;
                    default -> ProgramType.CGROUP_SOCK_ADDR;
                };
        var program =
                host.load(
                        program(type, "allow", "r0 = 1\nexit").as(type, attach.id(), 0, ""),
                        List.of());
        CgroupHook.attach(program, folder).close();
    }

    @Test
    void aMissingCgroupIsNamed() {
        var program =
                host.load(program(ProgramType.CGROUP_SKB, "allow", "r0 = 1\nexit"), List.of());
        KernelException e =
                assertThrows(
                        KernelException.class,
                        () -> CgroupHook.attach(program, Path.of("/no/such/folder")));
        assertEquals(KernelCode.NO_TARGET, e.diagnostic().code());
    }
}
