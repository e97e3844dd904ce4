package dev.skep.verify.rule;

import dev.skep.isa.ImmediateKind;
import dev.skep.isa.Insn;
import dev.skep.program.MapDefinition;
import dev.skep.program.Program;
import dev.skep.program.SpecialField;
import dev.skep.program.SpecialFields;
import dev.skep.program.Subprogram;
import dev.skep.spec.AttachType;
import dev.skep.spec.MapType;
import dev.skep.spec.ProgramType;
import dev.skep.verify.Privilege;
import dev.skep.verify.VerifierCode;
import dev.skep.verify.VerifierOptions;
import dev.skep.verify.flow.Functions;
import dev.skep.verify.flow.Listing;
import java.util.BitSet;
import java.util.Set;

/// What has to hold before any path is walked: the size of the program, who may load it, and which
/// maps it may use.
public final class Preconditions {
    private static final int MOST_INSNS = 1_000_000;
    private static final int MOST_UNPRIVILEGED = 4096;
    private static final int MOST_MAPS = 64;

    private static final Set<MapType> SLEEPABLE =
            Set.of(
                    MapType.HASH,
                    MapType.LRU_HASH,
                    MapType.ARRAY,
                    MapType.PERCPU_HASH,
                    MapType.PERCPU_ARRAY,
                    MapType.LRU_PERCPU_HASH,
                    MapType.ARRAY_OF_MAPS,
                    MapType.HASH_OF_MAPS,
                    MapType.RINGBUF,
                    MapType.USER_RINGBUF,
                    MapType.INODE_STORAGE,
                    MapType.SK_STORAGE,
                    MapType.TASK_STORAGE,
                    MapType.CGRP_STORAGE,
                    MapType.QUEUE,
                    MapType.STACK,
                    MapType.ARENA,
                    MapType.INSN_ARRAY);

    private Preconditions() {}

    /// Checks size, privileges and load settings.
    public static void check(Listing listing, VerifierOptions options) {
        boolean privileged = options.privilege() == Privilege.PRIVILEGED;
        int most = privileged ? MOST_INSNS : MOST_UNPRIVILEGED;
        if (listing.size() == 0 || listing.size() > most) {
            throw listing.refuse(
                    VerifierCode.PROGRAM_SIZE,
                    0,
                    "the program has %d instructions; from 1 to %d are allowed"
                            .formatted(listing.size(), most),
                    listing.size() == 0 ? "" : "argument list too long");
        }
        if (!privileged && !listing.program().type().unprivileged()) {
            throw listing.refuse(
                    VerifierCode.LOAD_SETTINGS,
                    0,
                    "%s programs take privileges".formatted(listing.program().type().shortName()),
                    "operation not permitted");
        }
        checkSettings(listing);
    }

    /// Attach types that the kernel does not have are refused where it looks at them at all.
    private static void checkSettings(Listing listing) {
        Program program = listing.program();
        ProgramType type = program.type();
        AttachType attach = AttachType.byId(program.attachType()).orElse(AttachType.NETKIT_PEER);
        if (!type.accepts(attach)) {
            throw listing.refuse(
                    VerifierCode.LOAD_SETTINGS,
                    0,
                    "%s programs cannot expect to be attached as %s"
                            .formatted(type.shortName(), attach.kernelName()),
                    "invalid argument");
        }
        boolean sleepable = (program.flags() & Program.SLEEPABLE) != 0;
        if (sleepable && !type.maySleep(attach)) {
            throw listing.refuse(
                    VerifierCode.LOAD_SETTINGS,
                    0,
                    "%s programs of this kind cannot sleep".formatted(type.shortName()),
                    "Only fentry/fexit/fmod_ret, lsm, iter, uprobe, and struct_ops programs can be sleepable");
        }
        if (!sleepable && type.mustSleep()) {
            throw listing.refuse(
                    VerifierCode.LOAD_SETTINGS,
                    0,
                    "%s programs must be loaded as sleepable".formatted(type.shortName()),
                    "Syscall programs can only be sleepable");
        }
    }

    /// Checks what functions may do, given what is known of them.
    public static void checkFunctions(
            Listing listing, Functions functions, VerifierOptions options) {
        if (options.privilege() == Privilege.UNPRIVILEGED && functions.count() > 1) {
            throw listing.refuse(
                    VerifierCode.LOAD_SETTINGS,
                    functions.start(1),
                    "calls of functions take privileges",
                    "loading/calling other bpf or kernel functions are allowed for CAP_BPF and CAP_SYS_ADMIN");
        }
        for (int i = 1; i < functions.count(); i++) {
            if (functions.packetLoads(i)) {
                checkResult(listing, functions, i, "LD_ABS");
            }
            if (functions.tailCalls(i)) {
                checkResult(listing, functions, i, "tail_call");
            }
        }
    }

    /// What may end a function early is for functions that return a number.
    private static void checkResult(Listing listing, Functions functions, int number, String what) {
        int id = functions.described(number).map(Subprogram::btfId).orElse(0);
        if (id == 0) {
            throw untyped(listing, functions, number, what);
        }
        if (!Signature.returnsNumber(listing.program().btf().orElseThrow(), id)) {
            throw listing.refuse(
                    VerifierCode.SIGNATURE,
                    functions.start(number),
                    "function %s may end early, and does not return a number"
                            .formatted(functions.name(number)),
                    what + " is only allowed in functions that return 'int'.");
        }
    }

    private static RuntimeException untyped(
            Listing listing, Functions functions, int number, String what) {
        return listing.refuse(
                VerifierCode.SIGNATURE,
                functions.start(number),
                "function %s does something that takes a known signature"
                        .formatted(functions.name(number)),
                what + " is not allowed in subprogs without BTF");
    }

    /// Checks every map that the code names.
    public static void checkMaps(Listing listing) {
        BitSet seen = new BitSet();
        for (int slot = 0; slot < listing.size(); slot++) {
            if (!(listing.at(slot) instanceof Insn.LoadImmediate load)) {
                continue;
            }
            boolean value = load.kind() == ImmediateKind.MAP_INDEX_VALUE;
            if (!value && load.kind() != ImmediateKind.MAP_INDEX) {
                continue;
            }
            int index = (int) load.value();
            if (index < 0 || index >= listing.program().maps().size()) {
                throw listing.refuse(
                        VerifierCode.MAP_ADDRESS,
                        slot,
                        "the program has %d maps, and names the one with index %d"
                                .formatted(listing.program().maps().size(), index),
                        "map_idx %d is out of range".formatted(index));
            }
            MapDefinition map = listing.program().maps().get(index);
            if (value) {
                checkAddress(listing, slot, map, (int) (load.value() >>> 32));
            }
            if (!seen.get(index)) {
                seen.set(index);
                if (seen.cardinality() > MOST_MAPS) {
                    throw tooManyMaps(listing, slot);
                }
                checkMap(listing, slot, map);
            }
        }
    }

    private static RuntimeException tooManyMaps(Listing listing, int slot) {
        return listing.refuse(
                        VerifierCode.PROGRAM_SIZE,
                        slot,
                        "the program uses more than %d maps".formatted(MOST_MAPS),
                        "The total number of maps per program has reached the limit of "
                                + MOST_MAPS)
                .fix("put several things into one map, or use a map of maps");
    }

    private static void checkAddress(Listing listing, int slot, MapDefinition map, int offset) {
        if (Integer.toUnsignedLong(offset) >= Walk.MOST_OFFSET) {
            throw listing.refuse(
                    VerifierCode.MAP_ADDRESS,
                    slot,
                    "the offset %d is too large".formatted(Integer.toUnsignedLong(offset)),
                    "direct value offset of %d is not allowed"
                            .formatted(Integer.toUnsignedLong(offset)));
        }
        boolean addressable =
                switch (map.type()) {
                    case ARRAY, ARENA, INSN_ARRAY -> true;
                    default -> false;
                };
        if (!addressable) {
            throw listing.refuse(
                    VerifierCode.MAP_ADDRESS,
                    slot,
                    "maps of the type %s have no fixed address".formatted(map.type().shortName()),
                    "no direct value access support for this map type");
        }
        boolean array = map.type() == MapType.ARRAY;
        if (array && (map.maxEntries() != 1 || offset >= map.valueSize())) {
            throw listing.refuse(
                    VerifierCode.MAP_ADDRESS,
                    slot,
                    map.maxEntries() != 1
                            ? "the map %s has more than one element".formatted(map.name())
                            : "the value has %d bytes".formatted(map.valueSize()),
                    "invalid access to map value pointer, value_size=%d off=%d"
                            .formatted(map.valueSize(), offset));
        }
    }

    private static void checkMap(Listing listing, int slot, MapDefinition map) {
        ProgramType type = listing.program().type();
        boolean tracing = HelperCall.traces(type);
        SpecialFields fields = SpecialFields.of(map);
        boolean graph =
                fields.has(SpecialField.Kind.LIST_HEAD) || fields.has(SpecialField.Kind.RB_ROOT);
        boolean lock =
                fields.has(SpecialField.Kind.SPIN_LOCK)
                        || fields.has(SpecialField.Kind.RES_SPIN_LOCK);
        if (graph && tracing) {
            throw forbidden(
                    listing, slot, map, "tracing progs cannot use bpf_{list_head,rb_root} yet");
        }
        if (lock && type == ProgramType.SOCKET_FILTER) {
            throw forbidden(listing, slot, map, "socket filter progs cannot use bpf_spin_lock yet");
        }
        if (lock && tracing) {
            throw forbidden(listing, slot, map, "tracing progs cannot use bpf_spin_lock yet");
        }
        if (fields.has(SpecialField.Kind.TIMER) && tracing) {
            throw forbidden(listing, slot, map, "tracing progs cannot use bpf_timer yet");
        }
        if (fields.has(SpecialField.Kind.WORKQUEUE) && tracing) {
            throw forbidden(listing, slot, map, "tracing progs cannot use bpf_wq yet");
        }
        if (map.type() == MapType.STRUCT_OPS) {
            throw forbidden(listing, slot, map, "bpf_struct_ops map cannot be used in prog");
        }
        boolean sleepable = (listing.program().flags() & Program.SLEEPABLE) != 0;
        if (sleepable && !SLEEPABLE.contains(map.type())) {
            throw forbidden(
                    listing,
                    slot,
                    map,
                    "Sleepable programs can only use array, hash, ringbuf and local storage maps");
        }
    }

    private static RuntimeException forbidden(
            Listing listing, int slot, MapDefinition map, String kernel) {
        return listing.refuse(
                VerifierCode.MAP_FORBIDDEN,
                slot,
                "the map %s (%s) may not be used by this program"
                        .formatted(map.name(), map.type().shortName()),
                kernel);
    }
}
