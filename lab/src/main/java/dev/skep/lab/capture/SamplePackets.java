package dev.skep.lab.capture;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/// Single Ethernet frames, always the same ones, with correct lengths and checksums.
public final class SamplePackets {
    private static final String CLIENT = "192.0.2.10";
    private static final String SERVER = "198.51.100.80";
    private static final int UDP_HEADERS = 14 + 20 + 8;

    private SamplePackets() {}

    /// UDP over IPv4; the frame has `length` bytes, at least 60.
    public static byte[] udp(int length) {
        byte[] payload = new byte[length - UDP_HEADERS];
        new Random(length).nextBytes(payload);
        return Frames.ethernet(Frames.IPV4, Frames.udp4(CLIENT, SERVER, 40_000, 4_789, payload));
    }

    /// The first segment of a TCP connection over IPv4.
    public static byte[] tcp() {
        return segment(443, Frames.SYN, new byte[0]);
    }

    /// A request of HTTP/1.1 as a browser sends it: the Host header stands behind longer ones.
    public static byte[] httpRequest() {
        String request =
                """
                GET /articles/2026/05/bees?page=2&order=newest HTTP/1.1
                User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0
                Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8
                Host: www.Example.org
                Connection: keep-alive

                """;
        byte[] bytes = request.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
        return segment(80, Frames.PUSH | Frames.ACK, bytes);
    }

    private static byte[] segment(int port, int flags, byte[] data) {
        return Frames.ethernet(
                Frames.IPV4, Frames.tcp4(CLIENT, SERVER, 40_000, port, flags, 1, data));
    }
}
