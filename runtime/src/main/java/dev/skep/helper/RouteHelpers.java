package dev.skep.helper;

import dev.skep.host.Errno;
import dev.skep.memory.OffHeap;
import dev.skep.packet.Network;
import dev.skep.packet.PacketBuffer;
import dev.skep.packet.RoutingTable.Route;
import dev.skep.packet.SocketBuffer;
import dev.skep.packet.XdpFrame;
import dev.skep.vm.Execution;
import dev.skep.vm.HelperFunction;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Routes and packet sizes, as the run's [Network] knows them.
final class RouteHelpers {
    private static final long KNOWN_FLAGS = 0x3f;
    private static final long SKIP_NEIGHBOUR = 4;
    private static final int SIZE = 64;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int LINK_HEADER = 14;

    private static final int SUCCESS = 0;
    private static final int NOT_FORWARDED = 4;
    private static final int NO_NEIGHBOUR = 7;
    private static final int FRAGMENTATION_NEEDED = 8;

    private static final int TOTAL_LENGTH = 6;
    private static final int IFINDEX = 8;
    private static final int METRIC = 12;
    private static final int DESTINATION = 32;
    private static final int VLAN = 48;
    private static final int SOURCE_MAC = 52;
    private static final int DESTINATION_MAC = 58;

    private static final long CHECK_SEGMENTS = 1;

    static final Map<String, HelperFunction> FUNCTIONS =
            Map.of(
                    "fib_lookup", RouteHelpers::lookup,
                    "check_mtu", RouteHelpers::checkMtu,
                    "get_route_realm", (_, _, _, _, _, _) -> 0);

    private RouteHelpers() {}

    private static long lookup(
            Execution run, long context, long params, long size, long flags, long r5) {
        if (size < SIZE || (flags & ~KNOWN_FLAGS) != 0) {
            return Errno.EINVAL.result();
        }
        int family = OffHeap.getByte(params);
        if (family != AF_INET && family != AF_INET6) {
            return Errno.EAFNOSUPPORT.result();
        }
        byte[] destination = OffHeap.bytes(params + DESTINATION, family == AF_INET ? 4 : 16);
        Optional<Route> route = network(run).routes().find(Bytes.list(destination));
        return route.isEmpty() ? NOT_FORWARDED : answer(params, route.get(), flags);
    }

    private static long answer(long params, Route route, long flags) {
        int length = Short.toUnsignedInt(OffHeap.getShort(params + TOTAL_LENGTH));
        OffHeap.putShort(params + TOTAL_LENGTH, (short) route.mtu());
        if (length > route.mtu()) {
            return FRAGMENTATION_NEEDED;
        }
        OffHeap.putInt(params + IFINDEX, route.ifindex());
        OffHeap.putInt(params + METRIC, 0);
        OffHeap.putInt(params + VLAN, 0);
        store(route.gateway(), params + DESTINATION);
        if ((flags & SKIP_NEIGHBOUR) != 0) {
            return SUCCESS;
        }
        store(route.sourceMac(), params + SOURCE_MAC);
        store(route.destinationMac(), params + DESTINATION_MAC);
        return route.destinationMac().isEmpty() ? NO_NEIGHBOUR : SUCCESS;
    }

    private static void store(List<Byte> bytes, long address) {
        OffHeap.put(Bytes.array(bytes), address);
    }

    private static long checkMtu(
            Execution run, long context, long ifindex, long length, long difference, long flags) {
        int given = OffHeap.getInt(length);
        Optional<SocketBuffer> buffer = run.attachment(SocketBuffer.class);
        long known = buffer.isPresent() ? CHECK_SEGMENTS : 0;
        boolean segments = (flags & CHECK_SEGMENTS) != 0;
        if ((flags & ~known) != 0 || segments && ((int) difference != 0 || given != 0)) {
            return Errno.EINVAL.result();
        }
        if ((int) ifindex < 0) {
            return Errno.ENODEV.result();
        }
        PacketBuffer packet =
                buffer.map(SocketBuffer::packet)
                        .or(() -> run.attachment(XdpFrame.class).map(XdpFrame::packet))
                        .orElseThrow(() -> run.fault("this run has no packet", ""));
        int mtu = network(run).mtu();
        long size = given == 0 ? packet.length() : Integer.toUnsignedLong(given) + LINK_HEADER;
        OffHeap.putInt(length, mtu);
        return size + (int) difference <= mtu + LINK_HEADER ? 0 : 1;
    }

    static Network network(Execution run) {
        return run.attachment(Network.class).orElse(Network.NONE);
    }
}
