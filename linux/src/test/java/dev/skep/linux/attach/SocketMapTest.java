package dev.skep.linux.attach;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.host.BpfMap;
import dev.skep.host.Link;
import dev.skep.linux.KernelCase;
import dev.skep.linux.KernelMap;
import dev.skep.linux.KernelProgram;
import dev.skep.linux.sys.Loopback;
import dev.skep.linux.sys.Sandbox;
import dev.skep.linux.sys.TestSocket;
import dev.skep.linux.sys.TestSocket.Pair;
import dev.skep.program.MapDefinition;
import dev.skep.spec.AttachType;
import dev.skep.spec.MapType;
import dev.skep.spec.ProgramType;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Programs of sockets in maps: what one connection sends, another one receives.
class SocketMapTest extends KernelCase {
    private static final MapDefinition SOCKETS =
            MapDefinition.of("sockets", MapType.SOCKMAP, 4, 4, 2);

    /// Sends what comes to the socket under key 1.
    private static final String REDIRECT =
            """
            r2 = map[0] ll
            r3 = 1
            r4 = %d
            call %s
            exit
            """;

    private static final int INTO_THE_SOCKET = 1;
    private static final int OUT_OF_THE_SOCKET = 0;

    @Test
    void messagesAreRedirectedToAnotherConnection() throws Exception {
        KernelMap sockets = host.createMap(SOCKETS);
        KernelProgram program =
                redirecting(
                        sockets,
                        ProgramType.SK_MSG,
                        AttachType.SK_MSG_VERDICT,
                        REDIRECT.formatted(INTO_THE_SOCKET, "bpf_msg_redirect_map"));
        Sandbox.run(
                _ -> {
                    Loopback.up();
                    try (Pair here = Pair.open();
                            Pair there = Pair.open();
                            Link link = SocketMap.attach(program, sockets)) {
                        assertEquals("sockmap", link.info().kind());
                        put(sockets, 0, here.client());
                        put(sockets, 1, there.server());
                        here.client().send("hello");
                        assertEquals("hello", there.server().receive());
                    }
                });
    }

    @Test
    void streamsAreRedirectedToAnotherConnection() throws Exception {
        KernelMap sockets = host.createMap(SOCKETS);
        // A message is what arrived together.
        KernelProgram parser =
                redirecting(
                        sockets,
                        ProgramType.SK_SKB,
                        AttachType.SK_SKB_STREAM_PARSER,
                        "r0 = *(u32 *)(r1 + 0)\nexit");
        KernelProgram verdict = streams(sockets, AttachType.SK_SKB_STREAM_VERDICT);
        Sandbox.run(
                _ -> {
                    Loopback.up();
                    try (Link _ = SocketMap.attach(parser, sockets);
                            Link _ = SocketMap.attach(verdict, sockets)) {
                        bytesComeOutElsewhere(sockets);
                    }
                });
    }

    @Test
    void verdictsNeedNoParser() throws Exception {
        since("5.13", "BPF_SK_SKB_VERDICT");
        KernelMap sockets = host.createMap(SOCKETS);
        KernelProgram verdict = streams(sockets, AttachType.SK_SKB_VERDICT);
        Sandbox.run(
                _ -> {
                    Loopback.up();
                    try (Link _ = SocketMap.attach(verdict, sockets)) {
                        bytesComeOutElsewhere(sockets);
                    }
                });
    }

    private KernelProgram streams(KernelMap sockets, AttachType type) {
        return redirecting(
                sockets,
                ProgramType.SK_SKB,
                type,
                REDIRECT.formatted(OUT_OF_THE_SOCKET, "bpf_sk_redirect_map"));
    }

    private static void bytesComeOutElsewhere(KernelMap sockets) throws Exception {
        try (Pair here = Pair.open();
                Pair there = Pair.open()) {
            put(sockets, 1, there.client());
            put(sockets, 0, here.server());
            here.client().send("hello");
            assertEquals("hello", there.server().receive());
        }
    }

    private KernelProgram redirecting(
            KernelMap sockets, ProgramType type, AttachType attach, String text) {
        MapDefinition[] maps =
                text.contains("map[0]") ? new MapDefinition[] {SOCKETS} : new MapDefinition[0];
        return host.load(
                program(type, "redirect", text, maps).as(type, attach.id(), 0, ""),
                maps.length == 0 ? List.of() : List.of(sockets));
    }

    private static void put(KernelMap sockets, int key, TestSocket socket) {
        sockets.update(bytes(key), bytes(socket.number()), BpfMap.ANY);
    }
}
