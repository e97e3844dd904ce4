package dev.skep.host;

import dev.skep.program.MapDefinition;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// Fills in the initial elements of maps that name other maps or programs ([MapDefinition#slots]),
/// as soon as both exist, whichever comes first. A host has one, tells it what it makes, and by
/// which number user space puts that into a map. Not for several threads.
public final class InitialElements {
    private record Open(BpfMap map, MapDefinition.Slot slot) {}

    private final Map<String, Integer> references = new HashMap<>();
    private final List<Open> open = new ArrayList<>();

    /// Creates one that knows nothing yet.
    public InitialElements() {}

    /// A map exists: its own elements are filled in, and those that wait for it.
    ///
    /// @param reference what stands for it as a value of other maps
    /// @throws MapException if a map does not take an element
    public void mapCreated(BpfMap map, int reference) {
        for (MapDefinition.Slot slot : map.definition().slots()) {
            Integer target = references.get(slot.target());
            if (target == null) {
                open.add(new Open(map, slot));
            } else {
                fill(map, slot, target);
            }
        }
        named(map.definition().name(), reference);
    }

    /// A program exists: the elements that wait for it are filled in.
    ///
    /// @param reference what stands for it as a value of program arrays
    /// @throws MapException if a map does not take it
    public void programLoaded(String name, int reference) {
        named(name, reference);
    }

    /// A map is closed: nothing is filled into it any more, and it into nothing.
    public void mapClosed(BpfMap map, int reference) {
        open.removeIf(waiting -> waiting.map == map);
        references.remove(map.definition().name(), reference);
    }

    /// A program is unloaded: it is filled into nothing any more.
    public void programClosed(String name, int reference) {
        references.remove(name, reference);
    }

    private void named(String name, int reference) {
        references.put(name, reference);
        for (Iterator<Open> waiting = open.iterator(); waiting.hasNext(); ) {
            Open next = waiting.next();
            if (next.slot.target().equals(name)) {
                waiting.remove();
                fill(next.map, next.slot, reference);
            }
        }
    }

    private static void fill(BpfMap map, MapDefinition.Slot slot, int reference) {
        map.update(bytes(slot.index()), bytes(reference), BpfMap.ANY);
    }

    private static byte[] bytes(int value) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(value)
                .array();
    }
}
