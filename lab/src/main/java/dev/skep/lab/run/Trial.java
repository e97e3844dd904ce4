package dev.skep.lab.run;

import dev.skep.isa.Insn;
import dev.skep.isa.Operand;
import dev.skep.lab.generate.Reducer;
import dev.skep.program.MapDefinition;
import dev.skep.program.MapDefinition.Slot;
import dev.skep.program.Program;
import dev.skep.spec.Helpers;
import dev.skep.spec.Kfuncs;
import dev.skep.spec.MapType;
import dev.skep.spec.ProgramType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// A program, and what it is run on: packets, and the elements that its maps start with.
///
/// @param program names the maps that it uses, and no others
/// @param seed of the elements of maps
/// @param packets in the order in which they come
public record Trial(Program program, long seed, List<byte[]> packets) {
    private static final Set<ProgramType> RUNNABLE =
            EnumSet.of(
                    ProgramType.XDP,
                    ProgramType.SCHED_CLS,
                    ProgramType.SCHED_ACT,
                    ProgramType.SOCKET_FILTER);

    private static final int SHORTEST = 14;
    private static final int ORDINARY = 200;
    private static final int LONGEST = 1500;
    private static final int[] ETHERNET_TYPES = {0x0800, 0x86dd, 0x0806, 0x8100};

    /// Kernels refuse to run socket buffers whose IP header is cut off.
    private static final int WITH_IP_HEADER = 54;

    private static final int[] WITHOUT_IP = {0x0806, 0x8100};

    /// A trial of `program` on random packets of several sizes.
    public static Trial of(Program program, long seed) {
        return of(program, seed, randomPackets(seed));
    }

    /// A trial of `program`: arrays of programs get the program itself into their first elements,
    /// arrays of maps some maps.
    public static Trial of(Program program, long seed, List<byte[]> packets) {
        Program lean = Reducer.withoutUnusedMaps(program);
        List<MapDefinition> maps = new ArrayList<>();
        for (int i = 0; i < lean.maps().size(); i++) {
            MapDefinition map = lean.maps().get(i);
            boolean vacant = map.slots().isEmpty() && map.maxEntries() > 0;
            if (vacant && map.type() == MapType.PROG_ARRAY) {
                maps.add(map.withSlots(List.of(new Slot(0, lean.name()))));
            } else if (vacant && map.type() == MapType.ARRAY_OF_MAPS && map.inner().isPresent()) {
                maps.add(map.withSlots(List.of(new Slot(0, innerName(i)))));
            } else {
                maps.add(map);
            }
        }
        return new Trial(lean.withMaps(maps), seed, packets);
    }

    /// The same with another program.
    Trial with(Program other) {
        return new Trial(other, seed, packets);
    }

    /// The maps that stand in the program's maps of maps.
    List<MapDefinition> innerMaps() {
        List<MapDefinition> inner = new ArrayList<>();
        for (int i = 0; i < program.maps().size(); i++) {
            MapDefinition map = program.maps().get(i);
            String name = innerName(i);
            if (map.slots().stream().anyMatch(s -> s.target().equals(name))) {
                inner.add(renamed(map.inner().orElseThrow(), name));
            }
        }
        return inner;
    }

    private static String innerName(int map) {
        return "inner" + map;
    }

    private static MapDefinition renamed(MapDefinition map, String name) {
        return new MapDefinition(
                name,
                map.type(),
                map.keySize(),
                map.valueSize(),
                map.maxEntries(),
                map.flags(),
                map.extra(),
                map.types(),
                map.inner(),
                map.slots(),
                map.globals(),
                map.pinning());
    }

    private static List<byte[]> randomPackets(long seed) {
        Random random = new Random(seed);
        List<byte[]> packets = new ArrayList<>();
        for (int length : new int[] {SHORTEST, ORDINARY, ORDINARY, LONGEST}) {
            int bytes = length == SHORTEST ? length : SHORTEST + random.nextInt(length - SHORTEST);
            byte[] packet = new byte[bytes];
            random.nextBytes(packet);
            int[] types = bytes < WITH_IP_HEADER ? WITHOUT_IP : ETHERNET_TYPES;
            int type = types[random.nextInt(types.length)];
            packet[12] = (byte) (type >> 8);
            packet[13] = (byte) type;
            packets.add(packet);
        }
        return packets;
    }

    /// Why this JVM cannot run it; empty if it can.
    public Optional<String> obstacle() {
        if (!RUNNABLE.contains(program.type())) {
            return Optional.of("programs of its type have no test run in the JVM");
        }
        for (MapDefinition map : program.maps()) {
            if (!map.type().jvm().available()) {
                return Optional.of("maps of type " + map.type().shortName());
            }
        }
        for (Insn insn : program.code().insns()) {
            Optional<String> obstacle = obstacle(insn);
            if (obstacle.isPresent()) {
                return obstacle;
            }
        }
        return Optional.empty();
    }

    private Optional<String> obstacle(Insn insn) {
        if (insn instanceof Insn.CallHelper call) {
            return Helpers.byId(call.id()).filter(h -> h.jvm().available()).isPresent()
                    ? Optional.empty()
                    : Optional.of("helper functions of the kernel alone");
        }
        return insn instanceof Insn.CallKfunc call && !available(call)
                ? Optional.of("kernel functions of the kernel alone")
                : Optional.empty();
    }

    private boolean available(Insn.CallKfunc call) {
        return Kfuncs.byName(program.kernelNames().getOrDefault(call.btfId(), ""))
                .filter(k -> k.jvm().available())
                .isPresent();
    }

    /// Whether the program compares a register with itself: Linux 6.18 narrows one side of it as if
    /// the other were another number, so that its ranges, and ours, leave out what may well be.
    boolean comparesWithItself() {
        return program.code().insns().stream()
                .anyMatch(
                        insn ->
                                insn instanceof Insn.Branch branch
                                        && branch.src() instanceof Operand.Register(int number)
                                        && number == branch.dst());
    }
}
