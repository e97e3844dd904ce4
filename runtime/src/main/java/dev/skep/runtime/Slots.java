package dev.skep.runtime;

import dev.skep.map.JvmMap;
import dev.skep.program.MapDefinition;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// Fills in the initial elements of maps that name other maps or programs.
final class Slots {
    private record Open(JvmMap map, MapDefinition.Slot slot) {}

    private final Map<String, Integer> ids = new HashMap<>();
    private final List<Open> open = new ArrayList<>();

    /// A map exists: its own elements are filled in, and those that wait for it.
    void mapCreated(JvmMap map) {
        for (MapDefinition.Slot slot : map.definition().slots()) {
            Integer id = ids.get(slot.target());
            if (id == null) {
                open.add(new Open(map, slot));
            } else {
                fill(map, slot, id);
            }
        }
        named(map.definition().name(), map.id());
    }

    /// A program exists: the elements that wait for it are filled in.
    void programLoaded(String name, int id) {
        named(name, id);
    }

    private void named(String name, int id) {
        ids.put(name, id);
        for (Iterator<Open> waiting = open.iterator(); waiting.hasNext(); ) {
            Open next = waiting.next();
            if (next.slot.target().equals(name)) {
                fill(next.map, next.slot, id);
                waiting.remove();
            }
        }
    }

    private static void fill(JvmMap map, MapDefinition.Slot slot, int id) {
        map.update(bytes(slot.index()), bytes(id), JvmMap.ANY);
    }

    private static byte[] bytes(int value) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(value)
                .array();
    }
}
