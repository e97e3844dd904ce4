package dev.skep.lab.capture;

import static dev.skep.lab.capture.Frames.ACK;
import static dev.skep.lab.capture.Frames.IPV4;
import static dev.skep.lab.capture.Frames.IPV6;
import static dev.skep.lab.capture.Frames.PUSH;
import static dev.skep.lab.capture.Frames.SYN;
import static dev.skep.lab.capture.Frames.VLAN;
import static dev.skep.lab.capture.Frames.ethernet;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Requests and responses of HTTP/1.1, well and badly behaved.
final class HttpTraffic {
    private static final String CLIENT = "192.0.2.10";
    private static final String SERVER = "198.51.100.80";
    private static final String CLIENT6 = "20010db8000000000000000000000010";
    private static final String SERVER6 = "20010db8000100000000000000000080";

    private static final List<String> HOSTS =
            List.of(
                    "www.example.org",
                    "ads.example.net",
                    "www.example.org",
                    "tracker.example.com",
                    "docs.example.org",
                    "ads.example.net");

    private HttpTraffic() {}

    static List<byte[]> frames() {
        List<byte[]> frames = new ArrayList<>();
        int port = 40_000;
        for (int round = 0; round < 20; round++) {
            for (String host : HOSTS) {
                exchange(
                        frames,
                        port++,
                        "GET /page/" + round + " HTTP/1.1\r\nHost: " + host + "\r\n");
            }
        }
        // The header's name in other letters, blanks around its value, and other headers before it.
        exchange(frames, port++, "GET / HTTP/1.1\r\nhOsT:ads.example.net\r\n");
        exchange(frames, port++, "GET / HTTP/1.1\r\nHOST:   ADS.Example.NET  \r\n");
        exchange(
                frames,
                port++,
                "POST /form HTTP/1.1\r\nUser-Agent: a rather long name of a browser, as they are\r\n"
                        + "Accept: */*\r\nX-Host: ads.example.net\r\nHost: www.example.org\r\n");
        exchange(frames, port++, "GET / HTTP/1.1\r\nHost: ads.example.net:8080\r\n");
        // No Host at all; a name that only looks like it; a method that is not one.
        exchange(frames, port++, "GET / HTTP/1.0\r\nAccept: */*\r\n");
        exchange(frames, port++, "GET / HTTP/1.1\r\nGhost: ads.example.net\r\n");
        exchange(frames, port++, "FETCH / HTTP/1.1\r\nHost: ads.example.net\r\n");
        split(frames, port++);
        other(frames, port);
        return frames;
    }

    private static void exchange(List<byte[]> frames, int port, String request) {
        frames.add(tcp(CLIENT, SERVER, port, 80, SYN, ""));
        frames.add(tcp(SERVER, CLIENT, 80, port, SYN | ACK, ""));
        frames.add(tcp(CLIENT, SERVER, port, 80, PUSH | ACK, request + "\r\n"));
        frames.add(
                tcp(
                        SERVER,
                        CLIENT,
                        80,
                        port,
                        PUSH | ACK,
                        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nHost: ads.example.net\r\n\r\nok"));
    }

    /// A request whose Host header is cut in two by the segment's end.
    private static void split(List<byte[]> frames, int port) {
        frames.add(tcp(CLIENT, SERVER, port, 80, PUSH | ACK, "GET / HTTP/1.1\r\nHost: ads.exa"));
        frames.add(tcp(CLIENT, SERVER, port, 80, PUSH | ACK, "mple.net\r\n\r\n"));
    }

    private static void other(List<byte[]> frames, int port) {
        byte[] request = ascii("GET / HTTP/1.1\r\nHost: ads.example.net\r\n\r\n");
        frames.add(ethernet(IPV6, Frames.tcp6(CLIENT6, SERVER6, port, 80, PUSH | ACK, 1, request)));
        byte[] packet = Frames.tcp4(CLIENT, SERVER, port, 80, PUSH | ACK, 1, request);
        frames.add(ethernet(VLAN, Frames.tagged(7, IPV4, packet)));
        // Not TCP, and not port 80.
        frames.add(ethernet(IPV4, Frames.udp4(CLIENT, SERVER, port, 80, request)));
        frames.add(tcp(CLIENT, SERVER, port, 443, PUSH | ACK, "not text at all"));
    }

    private static byte[] tcp(
            String from, String to, int source, int target, int flags, String text) {
        return ethernet(IPV4, Frames.tcp4(from, to, source, target, flags, 1, ascii(text)));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
