package dev.skep.cli;

import dev.skep.host.BpfMap;
import dev.skep.host.EventStream;
import dev.skep.map.RingBufferMap;
import dev.skep.spec.MapType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a program sent through ring buffers and perf-event arrays: all are counted, the first ones
/// kept.
final class EventLog {
    /// `BPF_RB_AVAIL_DATA`.
    private static final long AVAILABLE = 0;

    /// The records of one map.
    static final class Channel {
        private final List<byte[]> kept = new ArrayList<>();
        private final EventStream stream;
        private final RingBufferMap ring;
        private long count;

        private Channel(BpfMap map) {
            stream = map.events();
            ring = map instanceof RingBufferMap buffer ? buffer : null;
        }

        /// Whether it is worth looking: rings tell at a glance, and are asked after every packet.
        private boolean maybeWaiting() {
            return ring == null || ring.query(AVAILABLE) > 0;
        }

        /// The first records.
        List<byte[]> kept() {
            return kept;
        }

        /// How many were read.
        long count() {
            return count;
        }

        /// How many nobody could read because the buffer was full.
        long lost() {
            return stream.lost();
        }
    }

    private final Map<BpfMap, Channel> channels = new LinkedHashMap<>();
    private final List<Channel> all;
    private final int most;

    EventLog(List<? extends BpfMap> maps, int most) {
        this.most = most;
        for (BpfMap map : maps) {
            MapType type = map.definition().type();
            if (type == MapType.RINGBUF || type == MapType.PERF_EVENT_ARRAY) {
                channels.put(map, new Channel(map));
            }
        }
        all = List.copyOf(channels.values());
    }

    /// Reads what is waiting.
    void drain() {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).maybeWaiting()) {
                drain(all.get(i));
            }
        }
    }

    private void drain(Channel channel) {
        Optional<EventStream.Event> event = channel.stream.poll();
        while (event.isPresent()) {
            channel.count++;
            if (channel.kept.size() < most) {
                channel.kept.add(event.get().data());
            }
            event = channel.stream.poll();
        }
    }

    Map<BpfMap, Channel> channels() {
        return channels;
    }
}
