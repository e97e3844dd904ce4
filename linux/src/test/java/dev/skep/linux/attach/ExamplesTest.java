package dev.skep.linux.attach;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.host.EventStream;
import dev.skep.host.Link;
import dev.skep.linux.KernelCase;
import dev.skep.linux.KernelMap;
import dev.skep.linux.KernelObject;
import dev.skep.linux.KernelProgram;
import dev.skep.linux.LoadOptions;
import dev.skep.linux.sys.ChildCgroup;
import dev.skep.linux.sys.Loopback;
import dev.skep.linux.sys.Sandbox;
import dev.skep.object.BpfObject;
import dev.skep.object.LinkOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The examples, attached to the running kernel, do what their pages say.
class ExamplesTest extends KernelCase {
    private static final String SERVICE = "203.0.113.10";

    @Test
    void redirectSendsAConnectionSomewhereElse() throws Exception {
        ChildCgroup.run(
                folder -> {
                    try (ServerSocketChannel server =
                            ServerSocketChannel.open(StandardProtocolFamily.INET)) {
                        server.bind(new InetSocketAddress("127.0.0.1", 0));
                        int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
                        KernelObject redirect =
                                load("redirect", Map.of("real_port", String.valueOf(port)));
                        try (Link _ = attach(redirect, folder.toString())) {
                            byte[] greeting = "hello\n".getBytes(StandardCharsets.US_ASCII);
                            try (SocketChannel client =
                                    SocketChannel.open(StandardProtocolFamily.INET)) {
                                client.connect(new InetSocketAddress(SERVICE, 80));
                                try (SocketChannel accepted = server.accept()) {
                                    accepted.write(ByteBuffer.wrap(greeting));
                                }
                                ByteBuffer received = ByteBuffer.allocate(greeting.length);
                                while (received.hasRemaining() && client.read(received) >= 0) {}
                                assertArrayEquals(greeting, received.array());
                            }
                            assertEquals(1, global(redirect.map(".bss"), "redirected"));
                        }
                        assertThrows(
                                IOException.class,
                                () -> {
                                    try (SocketChannel client =
                                            SocketChannel.open(StandardProtocolFamily.INET)) {
                                        client.connect(new InetSocketAddress(SERVICE, 80));
                                    }
                                });
                    }
                });
    }

    @Test
    void execWatchTellsWhatIsStarted() throws Exception {
        KernelObject watch = load("exec-watch", Map.of());
        Sandbox.run(
                folder -> {
                    Sandbox.mountTraceFiles(folder);
                    try (Link _ = attach(watch, "")) {
                        Process started = new ProcessBuilder("/bin/true").start();
                        started.waitFor();
                        List<String> files = new ArrayList<>();
                        for (byte[] record : records(watch.map("starts").events())) {
                            files.add(text(record, 24));
                        }
                        assertTrue(files.contains("/bin/true"), files.toString());
                    }
                });
    }

    @Test
    void uprobeTellsWhatIsLookedUp() throws Exception {
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        KernelObject uprobe = load("uprobe", Map.of("arm64", String.valueOf(arm)));
        String library =
                Files.readAllLines(Path.of("/proc/self/maps")).stream()
                        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                        .filter(path -> path.matches(".*/libc(-[0-9.]+)?\\.so.*"))
                        .findFirst()
                        .orElseThrow();
        // In a namespace without networks, so that nobody is asked.
        Sandbox.run(
                _ -> {
                    try (Link _ = attach(uprobe, library + ":getaddrinfo")) {
                        assertThrows(
                                UnknownHostException.class,
                                () -> InetAddress.getByName("observed.invalid"));
                        List<String> names = new ArrayList<>();
                        for (byte[] record : records(uprobe.map("lookups").events())) {
                            names.add(text(record, 20));
                        }
                        assertTrue(names.contains("observed.invalid"), names.toString());
                    }
                });
    }

    @Test
    void theFirewallSeesTheLoopback() throws Exception {
        KernelObject firewall = load("firewall", Map.of());
        Sandbox.run(
                _ -> {
                    Loopback.up();
                    KernelProgram program = firewall.programs().getFirst();
                    try (Link _ =
                            Attachment.attach(firewall, program, "lo", Xdp.Mode.GENERIC, 0)
                                    .getFirst()) {
                        Loopback.exchange();
                    }
                });
    }

    private KernelObject load(String name, Map<String, String> globals) throws IOException {
        Path file = Path.of("..", "examples", name, name + ".bpf.o");
        BpfObject object = BpfObject.read(Files.readAllBytes(file));
        LinkOptions options = LinkOptions.standard().withGlobals(globals);
        return host.load(
                object.link(host.kernel().linkOptions(object, options)), LoadOptions.standard());
    }

    private static Link attach(KernelObject object, String target) {
        return Attachment.attach(object, object.programs().getFirst(), target, Xdp.Mode.ANY, 0)
                .getFirst();
    }

    private static List<byte[]> records(EventStream events) {
        List<byte[]> records = new ArrayList<>();
        Optional<EventStream.Event> event = events.poll();
        while (event.isPresent()) {
            records.add(event.get().data());
            event = events.poll();
        }
        return records;
    }

    private static String text(byte[] record, int at) {
        int end = at;
        while (end < record.length && record[end] != 0) {
            end++;
        }
        return new String(record, at, end - at, StandardCharsets.UTF_8);
    }

    private static long global(KernelMap map, String name) {
        byte[] contents = map.lookup(bytes(0)).orElseThrow();
        int offset =
                map.definition().globals().orElseThrow().variables().stream()
                        .filter(v -> v.name().equals(name))
                        .findFirst()
                        .orElseThrow()
                        .offset();
        return ByteBuffer.wrap(contents).order(ByteOrder.nativeOrder()).getLong(offset);
    }
}
