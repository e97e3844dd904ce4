package dev.skep.lab.capture;

import static dev.skep.lab.capture.Frames.ACK;
import static dev.skep.lab.capture.Frames.ARP;
import static dev.skep.lab.capture.Frames.FIN;
import static dev.skep.lab.capture.Frames.ICMP;
import static dev.skep.lab.capture.Frames.IPV4;
import static dev.skep.lab.capture.Frames.IPV6;
import static dev.skep.lab.capture.Frames.PUSH;
import static dev.skep.lab.capture.Frames.RESET;
import static dev.skep.lab.capture.Frames.SERVICE_VLAN;
import static dev.skep.lab.capture.Frames.SYN;
import static dev.skep.lab.capture.Frames.TCP;
import static dev.skep.lab.capture.Frames.UDP;
import static dev.skep.lab.capture.Frames.VLAN;
import static dev.skep.lab.capture.Frames.ethernet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// A bit of everything: what a network interface sees on a colourful day.
final class MixedTraffic {
    private static final String CLIENT = "192.0.2.10";
    private static final String SERVER = "198.51.100.20";
    private static final String RESOLVER = "198.51.100.53";
    private static final String CLIENT6 = "20010db8000000000000000000000010";
    private static final String SERVER6 = "20010db8000100000000000000000020";

    /// Networks that a blocklist might name (documentation addresses, RFC 5737).
    private static final List<String> SCANNERS =
            List.of("203.0.113.7", "203.0.113.99", "198.51.100.66");

    private MixedTraffic() {}

    static List<byte[]> frames() {
        List<byte[]> frames = new ArrayList<>();
        Random random = new Random(20260101);
        neighbours(frames);
        for (int round = 0; round < 12; round++) {
            conversation(frames, 40_000 + round, random);
            dns(frames, 50_000 + round, round);
            scan(frames, random);
            pings(frames, round);
            sixes(frames, 41_000 + round, random);
            tags(frames, 42_000 + round);
            oddities(frames);
        }
        malformed(frames);
        return frames;
    }

    /// IP packets without a link layer.
    static List<byte[]> rawPackets() {
        return List.of(
                Frames.tcp4(CLIENT, SERVER, 40_000, 80, SYN, 1, new byte[0]),
                Frames.udp4(CLIENT, RESOLVER, 50_000, 53, query("raw.example.org")),
                Frames.ping4(CLIENT, SERVER, 8, 1),
                Frames.tcp6(CLIENT6, SERVER6, 40_001, 443, SYN, 1, new byte[0]));
    }

    private static void neighbours(List<byte[]> frames) {
        frames.add(ethernet(ARP, Frames.arpRequest(CLIENT, "192.0.2.1")));
        frames.add(ethernet(0x88cc, new Bytes().hex("020704").hex("02:00:00:00:00:01").toArray()));
    }

    private static void conversation(List<byte[]> frames, int port, Random random) {
        byte[] nothing = new byte[0];
        frames.add(tcp(CLIENT, SERVER, port, 443, SYN, 100, nothing));
        frames.add(tcp(SERVER, CLIENT, 443, port, SYN | ACK, 500, nothing));
        frames.add(tcp(CLIENT, SERVER, port, 443, ACK, 101, nothing));
        for (int i = 0; i < 6; i++) {
            byte[] data = new byte[64 + random.nextInt(1380)];
            random.nextBytes(data);
            boolean up = random.nextInt(3) == 0;
            frames.add(
                    up
                            ? tcp(CLIENT, SERVER, port, 443, PUSH | ACK, 101, data)
                            : tcp(SERVER, CLIENT, 443, port, PUSH | ACK, 501, data));
            frames.add(
                    up
                            ? tcp(SERVER, CLIENT, 443, port, ACK, 501, nothing)
                            : tcp(CLIENT, SERVER, port, 443, ACK, 101, nothing));
        }
        frames.add(tcp(CLIENT, SERVER, port, 443, FIN | ACK, 900, nothing));
        frames.add(tcp(SERVER, CLIENT, 443, port, FIN | ACK, 900, nothing));
    }

    private static void dns(List<byte[]> frames, int port, int number) {
        byte[] query = query("host" + number + ".example.org");
        byte[] answer = query.clone();
        answer[2] = (byte) 0x81;
        answer[3] = (byte) 0x80;
        answer[7] = 1;
        byte[] response =
                new Bytes()
                        .raw(answer)
                        .hex("c00c 0001 0001 0000003c 0004")
                        .raw(Frames.address4(SERVER))
                        .toArray();
        frames.add(ethernet(IPV4, Frames.udp4(CLIENT, RESOLVER, port, 53, query)));
        frames.add(ethernet(IPV4, Frames.udp4(RESOLVER, CLIENT, 53, port, response)));
    }

    private static byte[] query(String name) {
        Bytes bytes = new Bytes().u16(0x2a2a).u16(0x0100).u16(1).u16(0).u16(0).u16(0);
        for (String label : name.split("\\.")) {
            bytes.u8(label.length()).text(label);
        }
        return bytes.u8(0).u16(1).u16(1).toArray();
    }

    private static void scan(List<byte[]> frames, Random random) {
        for (String scanner : SCANNERS) {
            for (int i = 0; i < 4; i++) {
                int port = 1 + random.nextInt(1024);
                frames.add(tcp(scanner, CLIENT, 54_321, port, SYN, 7, new byte[0]));
            }
            frames.add(tcp(CLIENT, scanner, 22, 54_321, RESET | ACK, 0, new byte[0]));
        }
    }

    private static void pings(List<byte[]> frames, int number) {
        frames.add(ethernet(IPV4, Frames.ping4(CLIENT, SERVER, 8, number)));
        frames.add(ethernet(IPV4, Frames.ping4(SERVER, CLIENT, 0, number)));
        frames.add(ethernet(IPV6, Frames.ping6(CLIENT6, SERVER6, 128, number)));
        frames.add(ethernet(IPV6, Frames.ping6(SERVER6, CLIENT6, 129, number)));
    }

    private static void sixes(List<byte[]> frames, int port, Random random) {
        byte[] data = new byte[200];
        random.nextBytes(data);
        frames.add(ethernet(IPV6, Frames.tcp6(CLIENT6, SERVER6, port, 443, SYN, 1, new byte[0])));
        frames.add(
                ethernet(
                        IPV6, Frames.tcp6(SERVER6, CLIENT6, 443, port, SYN | ACK, 1, new byte[0])));
        frames.add(ethernet(IPV6, Frames.udp6(CLIENT6, SERVER6, port, 443, data)));
        // A destination options header in front of UDP.
        byte[] udp = Frames.udp(port, 9999, new byte[20]);
        byte[] options = new Bytes().u8(UDP).u8(0).hex("0104 00000000").raw(udp).toArray();
        frames.add(ethernet(IPV6, Frames.ipv6(CLIENT6, SERVER6, 60, options)));
    }

    private static void tags(List<byte[]> frames, int port) {
        byte[] packet = Frames.tcp4(CLIENT, SERVER, port, 80, SYN, 1, new byte[0]);
        frames.add(ethernet(VLAN, Frames.tagged(100, IPV4, packet)));
        byte[] inner = Frames.tagged(200, IPV4, packet);
        frames.add(ethernet(SERVICE_VLAN, Frames.tagged(300, VLAN, inner)));
    }

    private static void oddities(List<byte[]> frames) {
        // A router alert option, then the two fragments of one datagram.
        byte[] alert = new Bytes().hex("94040000").toArray();
        byte[] udp = Frames.udp(1234, 4321, new byte[1200]);
        frames.add(ethernet(IPV4, Frames.ipv4(CLIENT, SERVER, UDP, 0, alert, udp)));
        byte[] first = Arrays.copyOf(udp, 800);
        byte[] second = Arrays.copyOfRange(udp, 800, udp.length);
        byte[] none = new byte[0];
        frames.add(ethernet(IPV4, Frames.ipv4(CLIENT, SERVER, UDP, 0x2000, none, first)));
        frames.add(ethernet(IPV4, Frames.ipv4(CLIENT, SERVER, UDP, 100, none, second)));
    }

    private static void malformed(List<byte[]> frames) {
        byte[] tcp = tcp(CLIENT, SERVER, 1, 2, SYN, 1, new byte[0]);
        // Cut within each header, from an empty frame up.
        for (int length : new int[] {0, 1, 13, 14, 20, 33, 34, 40, 53}) {
            frames.add(Arrays.copyOf(tcp, length));
        }
        byte[] version = tcp.clone();
        version[14] = 0x55;
        byte[] shortHeader = tcp.clone();
        shortHeader[14] = 0x42;
        byte[] longHeader = tcp.clone();
        longHeader[14] = 0x4f;
        byte[] totalLength = tcp.clone();
        totalLength[16] = 0x7f;
        byte[] checksum = tcp.clone();
        checksum[24] ^= 0x11;
        byte[] dataOffset = tcp.clone();
        dataOffset[46] = (byte) 0xf0;
        frames.addAll(List.of(version, shortHeader, longHeader, totalLength, checksum, dataOffset));
        frames.add(ethernet(IPV4, Frames.ipv4(CLIENT, SERVER, ICMP, new byte[0])));
        frames.add(ethernet(VLAN, new byte[] {0, 1}));
        byte[] six = ethernet(IPV6, Frames.ipv6(CLIENT6, SERVER6, TCP, new byte[0]));
        frames.add(Arrays.copyOf(six, 40));
        // As long as a frame gets.
        frames.add(ethernet(IPV4, Frames.udp4(CLIENT, SERVER, 9, 9, new byte[8972])));
    }

    private static byte[] tcp(
            String from, String to, int source, int target, int flags, long seq, byte[] data) {
        return ethernet(IPV4, Frames.tcp4(from, to, source, target, flags, seq, data));
    }
}
