package dev.skep.lab.capture;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Ethernet frames with correct lengths and checksums.
final class Frames {
    static final int IPV4 = 0x0800;
    static final int ARP = 0x0806;
    static final int VLAN = 0x8100;
    static final int SERVICE_VLAN = 0x88a8;
    static final int IPV6 = 0x86dd;

    static final int ICMP = 1;
    static final int TCP = 6;
    static final int UDP = 17;
    static final int ICMP6 = 58;

    static final int SYN = 0x02;
    static final int RESET = 0x04;
    static final int PUSH = 0x08;
    static final int ACK = 0x10;
    static final int FIN = 0x01;

    private static final int SHORTEST = 60;

    private Frames() {}

    /// A frame, padded to the shortest that Ethernet allows.
    static byte[] ethernet(int type, byte[] payload) {
        return pad(
                new Bytes()
                        .hex("02:00:00:00:00:02")
                        .hex("02:00:00:00:00:01")
                        .u16(type)
                        .raw(payload)
                        .toArray());
    }

    /// What follows an Ethernet type of [#VLAN] or [#SERVICE_VLAN].
    static byte[] tagged(int vlan, int type, byte[] payload) {
        return new Bytes().u16(vlan).u16(type).raw(payload).toArray();
    }

    static byte[] arpRequest(String from, String target) {
        return new Bytes()
                .u16(1)
                .u16(IPV4)
                .u8(6)
                .u8(4)
                .u16(1)
                .hex("02:00:00:00:00:01")
                .raw(address4(from))
                .zeros(6)
                .raw(address4(target))
                .toArray();
    }

    static byte[] ipv4(String from, String to, int protocol, byte[] payload) {
        return ipv4(from, to, protocol, 0x4000, new byte[0], payload);
    }

    /// @param fragment the flags and the offset in units of 8 bytes, as the header holds them
    /// @param options a multiple of 4 bytes
    static byte[] ipv4(
            String from, String to, int protocol, int fragment, byte[] options, byte[] payload) {
        int header = 20 + options.length;
        byte[] head =
                new Bytes()
                        .u8(0x40 | header / 4)
                        .u8(0)
                        .u16(header + payload.length)
                        .u16(0x1234)
                        .u16(fragment)
                        .u8(64)
                        .u8(protocol)
                        .u16(0)
                        .raw(address4(from))
                        .raw(address4(to))
                        .raw(options)
                        .toArray();
        ByteBuffer.wrap(head).putShort(10, (short) Bytes.checksum(head));
        return new Bytes().raw(head).raw(payload).toArray();
    }

    static byte[] ipv6(String from, String to, int next, byte[] payload) {
        return new Bytes()
                .u32(0x60000000L)
                .u16(payload.length)
                .u8(next)
                .u8(64)
                .hex(from)
                .hex(to)
                .raw(payload)
                .toArray();
    }

    static byte[] tcp4(
            String from, String to, int source, int target, int flags, long seq, byte[] data) {
        byte[] segment = tcp(source, target, flags, seq, data);
        return ipv4(from, to, TCP, summed4(from, to, TCP, segment, 16));
    }

    static byte[] udp4(String from, String to, int source, int target, byte[] data) {
        return ipv4(from, to, UDP, summed4(from, to, UDP, udp(source, target, data), 6));
    }

    static byte[] tcp6(
            String from, String to, int source, int target, int flags, long seq, byte[] data) {
        byte[] segment = tcp(source, target, flags, seq, data);
        return ipv6(from, to, TCP, summed6(from, to, TCP, segment, 16));
    }

    static byte[] udp6(String from, String to, int source, int target, byte[] data) {
        return ipv6(from, to, UDP, summed6(from, to, UDP, udp(source, target, data), 6));
    }

    static byte[] ping4(String from, String to, int type, int number) {
        byte[] message =
                new Bytes()
                        .u8(type)
                        .u8(0)
                        .u16(0)
                        .u16(77)
                        .u16(number)
                        .text("are you there?")
                        .toArray();
        ByteBuffer.wrap(message).putShort(2, (short) Bytes.checksum(message));
        return ipv4(from, to, ICMP, message);
    }

    static byte[] ping6(String from, String to, int type, int number) {
        byte[] message =
                new Bytes()
                        .u8(type)
                        .u8(0)
                        .u16(0)
                        .u16(77)
                        .u16(number)
                        .text("are you there?")
                        .toArray();
        return ipv6(from, to, ICMP6, summed6(from, to, ICMP6, message, 2));
    }

    static byte[] address4(String dotted) {
        Bytes bytes = new Bytes();
        for (String part : dotted.split("\\.")) {
            bytes.u8(Integer.parseInt(part));
        }
        return bytes.toArray();
    }

    private static byte[] tcp(int source, int target, int flags, long seq, byte[] data) {
        return new Bytes()
                .u16(source)
                .u16(target)
                .u32(seq)
                .u32((flags & ACK) != 0 ? 1 : 0)
                .u8(0x50)
                .u8(flags)
                .u16(64240)
                .u16(0)
                .u16(0)
                .raw(data)
                .toArray();
    }

    static byte[] udp(int source, int target, byte[] data) {
        return new Bytes().u16(source).u16(target).u16(8 + data.length).u16(0).raw(data).toArray();
    }

    private static byte[] summed4(String from, String to, int protocol, byte[] segment, int at) {
        Bytes pseudo = new Bytes().raw(address4(from)).raw(address4(to)).u8(0).u8(protocol);
        return summed(pseudo.u16(segment.length), segment, at);
    }

    private static byte[] summed6(String from, String to, int protocol, byte[] segment, int at) {
        Bytes pseudo = new Bytes().hex(from).hex(to).u32(segment.length).u32(protocol);
        return summed(pseudo, segment, at);
    }

    private static byte[] summed(Bytes pseudo, byte[] segment, int at) {
        int sum = Bytes.checksum(pseudo.raw(segment).toArray());
        ByteBuffer.wrap(segment).putShort(at, (short) (sum == 0 ? 0xffff : sum));
        return segment;
    }

    private static byte[] pad(byte[] frame) {
        return frame.length >= SHORTEST ? frame : Arrays.copyOf(frame, SHORTEST);
    }
}
