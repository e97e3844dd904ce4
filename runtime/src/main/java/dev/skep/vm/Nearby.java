package dev.skep.vm;

import dev.skep.diag.Diagnostic;
import dev.skep.map.JvmMap;
import dev.skep.vm.Region.Kind;
import java.util.ArrayList;
import java.util.List;

/// Says what a bad address is near to.
final class Nearby {
    /// How far an address may be from a region to be called near.
    private static final long REACH = 4096;

    private final Memory memory;

    Nearby(Memory memory) {
        this.memory = memory;
    }

    /// The refusal of an access outside everything; `action` is `read` or `write`.
    Fault fault(long address, long size, String action) {
        if (size < 0) {
            return new Fault(
                    TrapCode.BAD_ARGUMENT,
                    "a helper function cannot %s %d bytes".formatted(action, size),
                    "check the length before the call",
                    "R4 min value is negative");
        }
        if (address >= 0 && address < REACH) {
            return new Fault(
                    TrapCode.NULL_POINTER,
                    "cannot %s %s at 0x%x: a null pointer%s"
                            .formatted(
                                    action,
                                    bytes(size),
                                    address,
                                    address == 0 ? "" : ", " + address + " bytes behind it"),
                    "compare the pointer with 0 before this line",
                    "invalid mem access 'map_value_or_null'");
        }
        Region nearest = nearest(address);
        String message =
                "cannot %s %s at 0x%x: %s"
                        .formatted(
                                action,
                                bytes(size),
                                address,
                                nearest == null
                                        ? "there is nothing near"
                                        : where(nearest, address, size));
        return new Fault(
                Diagnostic.of(TrapCode.OUT_OF_BOUNDS, message)
                        .fix(remedy(nearest))
                        .kernelSays(kernel(nearest, address, size)));
    }

    Fault readOnly(Region region, long address, long size) {
        String kernelMessage =
                region.kind() == Kind.MAP_VALUE
                        ? "write into map forbidden, value_size=%d off=%d size=%d"
                                .formatted(region.size(), address - region.start(), size)
                        : "cannot write into " + region.kind().name().toLowerCase();
        return new Fault(
                TrapCode.READ_ONLY,
                "cannot write %s at 0x%x: %s may only be read"
                        .formatted(bytes(size), address, region.describe()),
                "write to a copy",
                kernelMessage);
    }

    private Region nearest(long address) {
        List<Region> all = new ArrayList<>(memory.frames());
        memory.regions().forEach(all::add);
        for (JvmMap map : memory.maps()) {
            addValuesNear(map, address, all);
        }
        memory.context().region().ifPresent(all::add);
        Region nearest = null;
        long best = REACH;
        for (Region region : all) {
            long distance = distance(region, address);
            if (distance <= best) {
                best = distance;
                nearest = region;
            }
        }
        return nearest;
    }

    /// A map only tells which value an address lies in: it is asked for addresses around.
    private static void addValuesNear(JvmMap map, long address, List<Region> found) {
        for (long step = 0; step <= 64; step += 8) {
            for (long near : new long[] {address - step, address + step}) {
                long value = map.valueAt(near);
                if (value != 0) {
                    found.add(MapValues.region(map, value));
                    return;
                }
            }
        }
    }

    private static long distance(Region region, long address) {
        long before = region.start() - address;
        long behind = address - region.end();
        long distance = Math.max(0, Math.max(before, behind));
        return region.start() > address == before > 0 ? distance : Long.MAX_VALUE;
    }

    private static String where(Region region, long address, long size) {
        if (address < region.start()) {
            return "%d bytes before %s".formatted(region.start() - address, region.describe());
        }
        long behind = address - region.end();
        return behind >= 0
                ? "%d bytes past the end of %s".formatted(behind, region.describe())
                : "the last %d of them are past the end of %s"
                        .formatted(behind + size, region.describe());
    }

    private static String remedy(Region nearest) {
        if (nearest == null) {
            return "use pointers that come from the context, a map or the stack";
        }
        return switch (nearest.kind()) {
            case PACKET -> "compare the pointer with data_end before this line";
            case STACK -> "stay within the %d bytes below r10".formatted(Memory.FRAME_BYTES);
            case CONTEXT, MAP_VALUE, RECORD, ITERATOR, OTHER ->
                    "compare the offset with the size before this line";
        };
    }

    private static String kernel(Region nearest, long address, long size) {
        if (nearest == null) {
            return "invalid mem access 'scalar'";
        }
        long offset = address - nearest.start();
        return switch (nearest.kind()) {
            case PACKET -> "invalid access to packet, off=%d size=%d".formatted(offset, size);
            case STACK ->
                    "invalid access to stack, off=%d size=%d"
                            .formatted(address - nearest.end(), size);
            case CONTEXT -> "invalid bpf_context access off=%d size=%d".formatted(offset, size);
            case MAP_VALUE ->
                    "invalid access to map value, value_size=%d off=%d size=%d"
                            .formatted(nearest.size(), offset, size);
            case RECORD, ITERATOR, OTHER ->
                    "invalid access to memory, mem_size=%d off=%d size=%d"
                            .formatted(nearest.size(), offset, size);
        };
    }

    private static String bytes(long size) {
        return size == 1 ? "1 byte" : size + " bytes";
    }
}
