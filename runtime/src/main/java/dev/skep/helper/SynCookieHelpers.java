package dev.skep.helper;

import dev.skep.helper.SynCookie.Carrier;
import dev.skep.host.Errno;
import dev.skep.memory.OffHeap;
import dev.skep.packet.SocketTable.Protocol;
import dev.skep.packet.SocketTable.Socket;
import dev.skep.vm.Execution;
import dev.skep.vm.HelperFunction;
import java.util.Map;

/// SYN cookies: connection requests answered without remembering them. The secret is this run's, so
/// cookies of a kernel are not accepted, nor the other way round.
final class SynCookieHelpers {
    private static final int TCP_HEADER = 20;
    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;
    private static final int FLAGS = 13;
    private static final int SYN = 0x02;
    private static final int RST = 0x04;
    private static final int ACK = 0x10;
    private static final int MSS_SHIFT = 32;

    static final Map<String, HelperFunction> FUNCTIONS =
            Map.of(
                    "tcp_raw_gen_syncookie_ipv4",
                            (run, ip, tcp, size, _, _) ->
                                    generate(run, Carrier.IPV4, ip, tcp, size),
                    "tcp_raw_gen_syncookie_ipv6",
                            (run, ip, tcp, size, _, _) ->
                                    generate(run, Carrier.IPV6, ip, tcp, size),
                    "tcp_raw_check_syncookie_ipv4",
                            (run, ip, tcp, _, _, _) -> check(run, Carrier.IPV4, ip, tcp),
                    "tcp_raw_check_syncookie_ipv6",
                            (run, ip, tcp, _, _, _) -> check(run, Carrier.IPV6, ip, tcp),
                    "tcp_gen_syncookie", SynCookieHelpers::generateForSocket,
                    "tcp_check_syncookie", SynCookieHelpers::checkForSocket);

    private SynCookieHelpers() {}

    private static long generate(Execution run, Carrier carrier, long ip, long tcp, long size) {
        if (size < TCP_HEADER || size != headerSize(tcp)) {
            return Errno.EINVAL.result();
        }
        SynCookie cookie = SynCookie.of(run.environment(), carrier, ip, tcp);
        int segment = cookie.segmentSize(size);
        return Arguments.unsigned(cookie.generate(segment)) | (long) segment << MSS_SHIFT;
    }

    private static long check(Execution run, Carrier carrier, long ip, long tcp) {
        return SynCookie.of(run.environment(), carrier, ip, tcp).accepted()
                ? 0
                : Errno.EACCES.result();
    }

    private static long generateForSocket(
            Execution run, long socket, long ip, long ipSize, long tcp, long tcpSize) {
        long refusal = refusal(run, socket, ip, ipSize, tcp, tcpSize);
        if (refusal != 0) {
            return refusal;
        }
        int flags = OffHeap.getByte(tcp + FLAGS);
        if ((flags & SYN) == 0 || (flags & (ACK | RST)) != 0 || tcpSize != headerSize(tcp)) {
            return Errno.EINVAL.result();
        }
        return generate(run, Carrier.at(ip), ip, tcp, tcpSize);
    }

    private static long checkForSocket(
            Execution run, long socket, long ip, long ipSize, long tcp, long tcpSize) {
        long refusal = refusal(run, socket, ip, ipSize, tcp, tcpSize);
        if (refusal != 0) {
            return refusal;
        }
        int flags = OffHeap.getByte(tcp + FLAGS);
        boolean acknowledges = (flags & ACK) != 0 && (flags & (SYN | RST)) == 0;
        return acknowledges && SynCookie.of(run.environment(), Carrier.at(ip), ip, tcp).accepted()
                ? 0
                : Errno.ENOENT.result();
    }

    private static long refusal(
            Execution run, long socket, long ip, long ipSize, long tcp, long tcpSize) {
        Socket found = Sockets.of(run).at(socket);
        boolean listening =
                found != null
                        && found.flow().protocol() == Protocol.TCP
                        && found.state() == Socket.LISTENING;
        if (tcpSize < TCP_HEADER || !listening || ipSize < IPV4_HEADER) {
            return Errno.EINVAL.result();
        }
        return Carrier.at(ip) == Carrier.IPV6 && ipSize < IPV6_HEADER ? Errno.EINVAL.result() : 0;
    }

    private static long headerSize(long tcp) {
        return (OffHeap.getByte(tcp + 12) >> 4 & 0xf) * 4L;
    }
}
