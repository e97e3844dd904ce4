package dev.skep.lab.generate;

import java.util.ArrayList;
import java.util.List;

/// All idioms, and how often each is used.
final class Repertoire {
    /// A few instructions that belong together.
    @FunctionalInterface
    private interface Idiom {
        void play(Scene scene);
    }

    private static final List<Idiom> IDIOMS = idioms();

    private Repertoire() {}

    /// Adds so many idioms, as far as there is room.
    static void play(Scene scene, int times) {
        for (int i = 0; i < times && scene.room() > 0; i++) {
            scene.dice().of(IDIOMS).play(scene);
        }
    }

    private static List<Idiom> idioms() {
        List<Idiom> all = new ArrayList<>();
        add(all, 10, Numbers::calculate);
        add(all, 5, Numbers::choose);
        add(all, 5, Contexts::read);
        add(all, 2, Contexts::write);
        add(all, 1, Contexts::socket);
        add(all, 7, Packets::prove);
        add(all, 4, Packets::access);
        add(all, 3, Packets::wander);
        add(all, 1, Packets::legacy);
        add(all, 1, Metadata::prove);
        add(all, 4, Stack::spill);
        add(all, 4, Stack::fill);
        add(all, 3, Stack::write);
        add(all, 3, Stack::read);
        add(all, 2, Stack::wander);
        add(all, 1, Stack::atomic);
        add(all, 8, Areas::access);
        add(all, 6, Areas::wander);
        add(all, 3, Areas::step);
        add(all, 7, HelperCalls::lookUp);
        add(all, 5, HelperCalls::any);
        add(all, 4, Repertoire::mapCall);
        add(all, 3, Repertoire::packetCall);
        add(all, 2, Maps::direct);
        add(all, 1, Maps::nested);
        add(all, 1, Maps::tailCall);
        add(all, 3, References::reserve);
        add(all, 2, References::socket);
        add(all, 2, Checks::any);
        add(all, 3, Loops::counted);
        add(all, 1, Loops::stacked);
        add(all, 1, Loops::budgeted);
        add(all, 1, Iterators::numbers);
        add(all, 1, Callbacks::loop);
        add(all, 1, Callbacks::forEach);
        add(all, 1, Callbacks::timer);
        add(all, 2, Locks::hold);
        add(all, 3, Calls::function);
        return List.copyOf(all);
    }

    private static void add(List<Idiom> all, int times, Idiom idiom) {
        for (int i = 0; i < times; i++) {
            all.add(idiom);
        }
    }

    private static void mapCall(Scene scene) {
        HelperCalls.some(
                scene,
                "map_update_elem",
                "map_delete_elem",
                "map_push_elem",
                "map_pop_elem",
                "map_peek_elem",
                "ringbuf_output",
                "perf_event_output",
                "map_lookup_percpu_elem",
                "get_stackid");
    }

    private static void packetCall(Scene scene) {
        HelperCalls.some(
                scene,
                "skb_load_bytes",
                "skb_store_bytes",
                "xdp_adjust_head",
                "xdp_adjust_tail",
                "xdp_load_bytes",
                "skb_pull_data",
                "csum_diff",
                "redirect_map",
                "fib_lookup",
                "get_current_comm",
                "probe_read_kernel",
                "msg_pull_data",
                "strtol");
    }
}
