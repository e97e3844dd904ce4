package dev.skep.cli;

import dev.skep.host.BpfMap;
import dev.skep.host.EventStream;
import dev.skep.spec.MapType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a program sent through ring buffers and perf-event arrays: all are counted, the first ones
/// kept.
final class EventLog {
    /// The records of one map.
    static final class Channel {
        private final List<byte[]> kept = new ArrayList<>();
        private final EventStream stream;
        private long count;

        private Channel(EventStream stream) {
            this.stream = stream;
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
    private final int most;

    EventLog(List<? extends BpfMap> maps, int most) {
        this.most = most;
        for (BpfMap map : maps) {
            MapType type = map.definition().type();
            if (type == MapType.RINGBUF || type == MapType.PERF_EVENT_ARRAY) {
                channels.put(map, new Channel(map.events()));
            }
        }
    }

    /// Reads what is waiting.
    void drain() {
        for (Channel channel : channels.values()) {
            Optional<EventStream.Event> event = channel.stream.poll();
            while (event.isPresent()) {
                channel.count++;
                if (channel.kept.size() < most) {
                    channel.kept.add(event.get().data());
                }
                event = channel.stream.poll();
            }
        }
    }

    Map<BpfMap, Channel> channels() {
        return channels;
    }
}
