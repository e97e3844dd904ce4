package dev.skep.lab.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.capture.Capture;
import dev.skep.capture.CapturedPacket;
import dev.skep.diag.HostException;
import dev.skep.object.BpfObject;
import dev.skep.packet.PacketBatch;
import dev.skep.runtime.JvmHost;
import dev.skep.runtime.JvmObject;
import dev.skep.typed.TypedCode;
import dev.skep.typed.TypedEvents;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the firewall of the examples reports.
class TypedEventsTest {
    enum Reason {
        BLOCKED_NETWORK,
        BLOCKED_BY_MAP,
        BAD_HEADER
    }

    enum Protocol {
        OTHER,
        ARP,
        ICMP,
        TCP,
        UDP,
        ICMPV6,
        MALFORMED
    }

    record Event(Reason reason, byte[] source, Protocol protocol, long length) {}

    record Plain(int reason, int source, int destination, int protocol, int length) {}

    record Large(Plain first, Plain second) {}

    @Test
    void eventsComeAsRecords() throws IOException {
        BpfObject object = BpfObject.read(Files.readAllBytes(Loaded.example("firewall")));
        try (JvmHost host = new JvmHost()) {
            JvmObject loaded = host.load(object);
            TypedEvents<Event> events = loaded.events("events", Event.class);
            run(loaded);
            List<Event> seen = new ArrayList<>();
            assertEquals(105, events.forEachWaiting(seen::add));
            assertEquals(0, events.lost());
            assertTrue(
                    seen.stream()
                            .filter(e -> e.reason() == Reason.BLOCKED_NETWORK)
                            .allMatch(e -> (e.source()[0] & 0xff) == 203));
            assertTrue(
                    seen.stream()
                            .anyMatch(e -> e.protocol() == Protocol.MALFORMED && e.length() == 13));
        }
    }

    @Test
    void withoutTypesTheRecordSaysWhatEventsAre() throws IOException {
        BpfObject object = BpfObject.read(Files.readAllBytes(Loaded.example("firewall")));
        try (JvmHost host = new JvmHost()) {
            JvmObject loaded = host.load(object);
            TypedEvents<Plain> events = TypedEvents.of(loaded.map("events"), Plain.class);
            TypedEvents<Large> large = TypedEvents.of(loaded.map("events"), Large.class);
            run(loaded);
            assertEquals(1, events.poll().orElseThrow().reason());
            HostException refused = assertThrows(HostException.class, large::poll);
            assertEquals(TypedCode.SHORT_EVENT, refused.diagnostic().code());
        }
    }

    @Test
    void anUnknownTypeIsRefused() throws IOException {
        BpfObject object = BpfObject.read(Files.readAllBytes(Loaded.example("firewall")));
        try (JvmHost host = new JvmHost()) {
            JvmObject loaded = host.load(object);
            HostException refused =
                    assertThrows(HostException.class, () -> loaded.events("events", Plain.class));
            assertEquals("the object has no type plain", refused.diagnostic().message());
        }
    }

    private static void run(JvmObject firewall) throws IOException {
        PacketBatch batch = PacketBatch.of(1024, 16_384);
        try (Arena arena = Arena.ofConfined()) {
            for (CapturedPacket packet : Capture.open(Loaded.capture("mixed.pcap"), arena)) {
                batch.add(packet.data());
            }
        }
        firewall.program("firewall").run(batch);
        assertEquals(105, batch.count(1));
    }
}
