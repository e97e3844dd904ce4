package dev.skep.linux.attach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.host.Link;
import dev.skep.linux.Counter;
import dev.skep.linux.KernelCase;
import dev.skep.linux.sys.ChildCgroup;
import dev.skep.linux.sys.Loopback;
import dev.skep.linux.sys.SocketAddress;
import dev.skep.linux.sys.SocketAddress.Abstract;
import dev.skep.linux.sys.SocketAddress.Family;
import dev.skep.linux.sys.SocketAddress.Internet;
import dev.skep.linux.sys.TestSocket;
import dev.skep.linux.sys.TestSocket.Pair;
import dev.skep.spec.AttachType;
import dev.skep.spec.ProgramType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every hook of a control group fires while it is attached, and not afterwards.
class CgroupHooksFireTest extends KernelCase {
    private static final SocketAddress ANY = new Internet(0);
    private static final SocketAddress NAME = new Abstract("skep");
    private static final int KEEP_ALIVE = 9;

    /// What a process in the group does to make the hook fire.
    private interface Act {
        void run() throws Exception;
    }

    private record Hook(AttachType type, ProgramType program, String since, Act act) {}

    @TestFactory
    Stream<DynamicTest> hooksFireWhileTheyAreAttached() {
        return Stream.of(packetsAndSockets(), addresses4(), addresses6(), unix())
                .flatMap(hooks -> hooks)
                .map(hook -> DynamicTest.dynamicTest(hook.type().name(), () -> fires(hook)));
    }

    private static Stream<Hook> packetsAndSockets() {
        ProgramType option = ProgramType.CGROUP_SOCKOPT;
        return Stream.of(
                packets(AttachType.CGROUP_INET_INGRESS),
                packets(AttachType.CGROUP_INET_EGRESS),
                socket(AttachType.CGROUP_INET_SOCK_CREATE, "4.10", () -> open(Family.IPV4)),
                socket(AttachType.CGROUP_INET_SOCK_RELEASE, "5.9", () -> open(Family.IPV4)),
                socket(AttachType.CGROUP_INET4_POST_BIND, "4.17", () -> bind(Family.IPV4, ANY)),
                socket(AttachType.CGROUP_INET6_POST_BIND, "4.17", () -> bind(Family.IPV6, ANY)),
                new Hook(
                        AttachType.CGROUP_SOCK_OPS,
                        ProgramType.SOCK_OPS,
                        "4.13",
                        () -> Pair.open().close()),
                new Hook(
                        AttachType.CGROUP_DEVICE,
                        ProgramType.CGROUP_DEVICE,
                        "4.15",
                        () -> Files.newInputStream(Path.of("/dev/null")).close()),
                new Hook(
                        AttachType.CGROUP_SYSCTL,
                        ProgramType.CGROUP_SYSCTL,
                        "5.2",
                        () -> Files.readString(Path.of("/proc/sys/kernel/ostype"))),
                new Hook(
                        AttachType.CGROUP_GETSOCKOPT,
                        option,
                        "5.3",
                        () -> {
                            try (TestSocket socket = TestSocket.stream(Family.IPV4)) {
                                socket.option(KEEP_ALIVE);
                            }
                        }),
                new Hook(
                        AttachType.CGROUP_SETSOCKOPT,
                        option,
                        "5.3",
                        () -> {
                            try (TestSocket socket = TestSocket.stream(Family.IPV4)) {
                                socket.sharePort();
                            }
                        }));
    }

    private static Stream<Hook> addresses4() {
        return Stream.of(
                address(AttachType.CGROUP_INET4_BIND, "4.17", () -> bind(Family.IPV4, ANY)),
                address(AttachType.CGROUP_INET4_CONNECT, "4.17", () -> connect(Family.IPV4, ANY)),
                address(AttachType.CGROUP_UDP4_SENDMSG, "4.18", () -> post(Family.IPV4, ANY)),
                address(AttachType.CGROUP_UDP4_RECVMSG, "5.2", () -> post(Family.IPV4, ANY)),
                address(AttachType.CGROUP_INET4_GETPEERNAME, "5.8", () -> peer(Family.IPV4, ANY)),
                address(AttachType.CGROUP_INET4_GETSOCKNAME, "5.8", () -> own(Family.IPV4, ANY)));
    }

    private static Stream<Hook> addresses6() {
        return Stream.of(
                address(AttachType.CGROUP_INET6_BIND, "4.17", () -> bind(Family.IPV6, ANY)),
                address(AttachType.CGROUP_INET6_CONNECT, "4.17", () -> connect(Family.IPV6, ANY)),
                address(AttachType.CGROUP_UDP6_SENDMSG, "4.18", () -> post(Family.IPV6, ANY)),
                address(AttachType.CGROUP_UDP6_RECVMSG, "5.2", () -> post(Family.IPV6, ANY)),
                address(AttachType.CGROUP_INET6_GETPEERNAME, "5.8", () -> peer(Family.IPV6, ANY)),
                address(AttachType.CGROUP_INET6_GETSOCKNAME, "5.8", () -> own(Family.IPV6, ANY)));
    }

    private static Stream<Hook> unix() {
        return Stream.of(
                address(AttachType.CGROUP_UNIX_CONNECT, "6.7", () -> connect(Family.UNIX, NAME)),
                address(AttachType.CGROUP_UNIX_SENDMSG, "6.7", () -> post(Family.UNIX, NAME)),
                address(AttachType.CGROUP_UNIX_RECVMSG, "6.7", () -> post(Family.UNIX, NAME)),
                address(AttachType.CGROUP_UNIX_GETPEERNAME, "6.7", () -> peer(Family.UNIX, NAME)),
                address(AttachType.CGROUP_UNIX_GETSOCKNAME, "6.7", () -> own(Family.UNIX, NAME)));
    }

    private static Hook packets(AttachType type) {
        return new Hook(type, ProgramType.CGROUP_SKB, "4.10", Loopback::exchange);
    }

    private static Hook socket(AttachType type, String since, Act act) {
        return new Hook(type, ProgramType.CGROUP_SOCK, since, act);
    }

    private static Hook address(AttachType type, String since, Act act) {
        return new Hook(type, ProgramType.CGROUP_SOCK_ADDR, since, act);
    }

    private void fires(Hook hook) throws Exception {
        since(hook.since(), hook.type().kernelName());
        Counter counter = Counter.load(host, hook.program(), hook.type(), 1);
        ChildCgroup.run(
                folder -> {
                    hook.act().run();
                    assertEquals(0, counter.runs());
                    try (Link _ = CgroupHook.attach(counter.program(), folder)) {
                        hook.act().run();
                        assertTrue(counter.runs() > 0, "it was not called");
                    }
                    counter.awaitRest(hook.act()::run);
                });
    }

    private static void open(Family family) throws Exception {
        TestSocket.stream(family).close();
    }

    private static void bind(Family family, SocketAddress address) throws Exception {
        try (TestSocket socket = TestSocket.stream(family)) {
            socket.bind(address);
        }
    }

    private static void connect(Family family, SocketAddress address) throws Exception {
        Pair.open(family, address).close();
    }

    /// Sends a datagram from one socket to another.
    private static void post(Family family, SocketAddress address) throws Exception {
        try (TestSocket receiver = TestSocket.datagram(family);
                TestSocket sender = TestSocket.datagram(family)) {
            receiver.bind(address);
            sender.send("x", family == Family.UNIX ? address : new Internet(receiver.port()));
            assertEquals("x", receiver.receive());
        }
    }

    private static void own(Family family, SocketAddress address) throws Exception {
        try (TestSocket socket = TestSocket.stream(family)) {
            socket.bind(address);
            socket.port();
        }
    }

    private static void peer(Family family, SocketAddress address) throws Exception {
        try (Pair pair = Pair.open(family, address)) {
            pair.client().peer();
        }
    }
}
