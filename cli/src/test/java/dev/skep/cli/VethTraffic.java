package dev.skep.cli;

import dev.skep.cli.json.Json;
import dev.skep.host.BpfMap;
import dev.skep.host.EventStream;
import dev.skep.host.Link;
import dev.skep.linux.KernelHost;
import dev.skep.linux.KernelObject;
import dev.skep.linux.LoadOptions;
import dev.skep.linux.attach.Attachment;
import dev.skep.linux.attach.Xdp;
import dev.skep.object.BpfObject;
import dev.skep.object.LinkOptions;
import dev.skep.object.LinkedObject;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A process of its own: `VethTraffic receive OBJECT CAPTURE MODE`, in a network namespace that was
/// made for it, attaches the firewall to one end of a veth pair whose other end is in a second
/// namespace, where it captures what is sent (tcpdump) and lets `VethTraffic send` send it. It
/// prints what the firewall counted as JSON.
final class VethTraffic {
    static final String HERE = "192.0.2.1";
    static final List<String> SENDERS =
            List.of("192.0.2.2", "203.0.113.7", "198.51.100.20", "198.51.100.21");
    static final String BLOCKED = "blocklist:24+198.51.100.0=0";

    private static final int PORT = 7007;
    private static final int ROUNDS = 5;
    private static final int PATIENCE_MILLIS = 300;

    private VethTraffic() {}

    /// Runs one side.
    public static void main(String[] args) throws Exception {
        if (args[0].equals("send")) {
            send();
        } else {
            Process other = new ProcessBuilder("unshare", "-n", "sleep", "60").start();
            try {
                receive(Path.of(args[1]), Path.of(args[2]), Xdp.Mode.valueOf(args[3]), other);
            } finally {
                other.destroyForcibly();
            }
        }
    }

    private static void receive(Path object, Path capture, Xdp.Mode mode, Process other)
            throws Exception {
        String there = "nsenter -t " + other.pid() + " -n ";
        awaitNamespace(other.pid());
        // The other end comes up only when everything watches, so that nothing is missed.
        run("ip link set lo up");
        run("ip link add v0 type veth peer name v1");
        run("ip link set v1 netns " + other.pid());
        run("ip address add " + HERE + "/24 dev v0");
        for (String address : SENDERS) {
            run(there + "ip address add " + address + "/24 dev v1");
        }
        run(there + "ip link set lo up");
        run(there + "ip link set v1 up");
        Process tcpdump = capture(there, capture);
        BpfObject read = BpfObject.read(Files.readAllBytes(object));
        try (KernelHost host = KernelHost.open()) {
            LinkedObject linked =
                    read.link(host.kernel().linkOptions(read, LinkOptions.standard()));
            KernelObject firewall = host.load(linked, LoadOptions.standard());
            new MapSetting.Converter().convert(BLOCKED).applyTo(firewall.maps());
            EventStream events = firewall.map("events").events();
            try (Link _ =
                    Attachment.attach(firewall, firewall.programs().getFirst(), "v0", mode, 0)
                            .getFirst()) {
                run("ip link set v0 up");
                for (String address : SENDERS) {
                    run("ip route add " + address + "/32 dev v0 src " + HERE);
                }
                exchange(there);
                run("ip link set v0 down");
                Map<String, Object> result = new LinkedHashMap<>();
                List<Object> counters = tree(firewall.map("counters"));
                awaitPackets(capture, packets(counters));
                result.put("counters", counters);
                result.put("blocklist", tree(firewall.map("blocklist")));
                EventTypes types = EventTypes.of(read.btf(), linked.maps(), List.of());
                result.put("events", records(events, types));
                System.out.println(Json.line(result));
            }
        } finally {
            // What it has seen it writes at once (-U), the rest when it is asked to end.
            tcpdump.destroy();
            tcpdump.waitFor();
        }
    }

    private static void awaitNamespace(long pid) throws Exception {
        Path here = Files.readSymbolicLink(Path.of("/proc/self/ns/net"));
        while (Files.readSymbolicLink(Path.of("/proc/" + pid + "/ns/net")).equals(here)) {
            Thread.sleep(5);
        }
    }

    private static Process capture(String there, Path capture) throws IOException {
        List<String> command = new ArrayList<>(List.of(there.split(" ")));
        command.addAll(List.of("tcpdump", "-i", "v1", "-Q", "out", "-U", "--immediate-mode", "-w"));
        command.add(capture.toString());
        Process tcpdump = new ProcessBuilder(command).start();
        String line;
        do {
            line = tcpdump.errorReader().readLine();
        } while (line != null && !line.contains("listening on"));
        if (line == null) {
            throw new IOException("tcpdump does not capture");
        }
        return tcpdump;
    }

    /// Serves both protocols until the sender has ended.
    private static void exchange(String there) throws Exception {
        InetAddress here = InetAddress.getByName(HERE);
        try (DatagramSocket datagrams = new DatagramSocket(PORT, here);
                ServerSocket server = new ServerSocket(PORT, 50, here)) {
            Thread.ofVirtual().start(() -> answer(datagrams));
            Thread.ofVirtual().start(() -> answer(server));
            run(there + ownCommand("send"));
        }
    }

    private static void answer(DatagramSocket socket) {
        byte[] room = new byte[1500];
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(room, room.length);
                socket.receive(packet);
                socket.send(packet);
            }
        } catch (IOException closed) {
            // The exchange is over.
        }
    }

    private static void answer(ServerSocket server) {
        try {
            while (true) {
                try (Socket socket = server.accept()) {
                    socket.getInputStream().transferTo(socket.getOutputStream());
                }
            }
        } catch (IOException closed) {
            // The exchange is over.
        }
    }

    /// From every address, blocked ones too: whether there is an answer does not matter here.
    private static void send() throws Exception {
        InetAddress target = InetAddress.getByName(HERE);
        // The kernel takes the last address of the interface, which is blocked.
        target.isReachable(NetworkInterface.getByName("v1"), 0, PATIENCE_MILLIS);
        for (int round = 0; round < ROUNDS; round++) {
            target.isReachable(PATIENCE_MILLIS);
            for (String sender : SENDERS) {
                datagram(new InetSocketAddress(sender, 0), target, 100 * round);
            }
        }
        for (String sender : SENDERS) {
            connect(new InetSocketAddress(sender, 0), target);
        }
    }

    private static void datagram(SocketAddress from, InetAddress to, int size) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(from)) {
            socket.send(new DatagramPacket(new byte[size], size, to, PORT));
        }
    }

    private static void connect(SocketAddress from, InetAddress to) throws IOException {
        try (Socket socket = new Socket()) {
            socket.bind(from);
            socket.connect(new InetSocketAddress(to, PORT), PATIENCE_MILLIS);
            socket.getOutputStream().write(new byte[700]);
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        } catch (IOException blocked) {
            // That is what the firewall is for.
        }
    }

    private static long packets(List<Object> counters) {
        return counters.stream()
                .flatMap(counter -> ((List<?>) ((Map<?, ?>) counter).get("values")).stream())
                .mapToLong(value -> ((Number) ((Map<?, ?>) value).get("packets")).longValue())
                .sum();
    }

    /// What tcpdump has not read when it is asked to end, it drops.
    private static void awaitPackets(Path capture, long packets) throws Exception {
        long start = System.nanoTime();
        while (captured(capture) < packets && System.nanoTime() - start < 20_000_000_000L) {
            Thread.sleep(5);
        }
    }

    /// How many packets stand in a capture that grows.
    private static int captured(Path capture) throws IOException {
        ByteBuffer pcap =
                ByteBuffer.wrap(Files.readAllBytes(capture)).order(ByteOrder.nativeOrder());
        int packets = 0;
        int at = 24;
        while (at + 16 <= pcap.limit()) {
            at += 16 + pcap.getInt(at + 8);
            packets += at <= pcap.limit() ? 1 : 0;
        }
        return packets;
    }

    private static List<Object> tree(BpfMap map) {
        return new MapContents(map, Integer.MAX_VALUE).tree();
    }

    private static List<Object> records(EventStream events, EventTypes types) {
        List<Object> records = new ArrayList<>();
        Optional<EventStream.Event> event = events.poll();
        while (event.isPresent()) {
            records.add(types.tree("events", event.get().data()));
            event = events.poll();
        }
        return records;
    }

    /// The command that starts this class anew.
    static String ownCommand(String argument) {
        return String.join(" ", ownCommand(List.of(argument)));
    }

    static List<String> ownCommand(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-Djava.net.preferIPv4Stack=true");
        command.add("-cp");
        command.add(
                System.getProperty("java.class.path")
                        + ":"
                        + System.getProperty("jdk.module.path", "")
                        + ":"
                        + Path.of("target/test-classes").toAbsolutePath());
        command.add(VethTraffic.class.getName());
        command.addAll(arguments);
        return command;
    }

    private static void run(String command) throws Exception {
        Process process = new ProcessBuilder(command.split(" ")).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command + ": " + out);
        }
    }
}
