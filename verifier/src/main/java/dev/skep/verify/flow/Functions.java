package dev.skep.verify.flow;

import dev.skep.isa.ImmediateKind;
import dev.skep.isa.Insn;
import dev.skep.program.Subprogram;
import dev.skep.spec.Helper;
import dev.skep.verify.VerifierCode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;

/// The functions of a program by their starts: what calls and function addresses lead to. No jump
/// leaves its function, and none runs on into the next.
public final class Functions {
    private static final int MOST = 256;
    private static final int TAIL_CALL = 12;

    private final Listing listing;
    private final int[] starts;
    private final boolean[] tailCalls;
    private final boolean[] packetLoads;
    private final boolean[] movesPacket;
    private final boolean[] sleeps;
    private final boolean[] callbacks;
    private final int exceptionCallback;

    private Functions(Listing listing, int[] starts, OptionalInt exceptionCallback) {
        this.listing = listing;
        this.starts = starts;
        this.tailCalls = new boolean[starts.length];
        this.packetLoads = new boolean[starts.length];
        this.movesPacket = new boolean[starts.length];
        this.sleeps = new boolean[starts.length];
        this.callbacks = new boolean[starts.length];
        this.exceptionCallback =
                exceptionCallback.isEmpty() ? -1 : startingAt(exceptionCallback.getAsInt());
    }

    /// Finds the functions of a program.
    ///
    /// @throws Refusal if one has no proper end
    public static Functions of(Listing listing) {
        TreeSet<Integer> starts = new TreeSet<>();
        starts.add(0);
        for (int slot = 0; slot < listing.size(); slot++) {
            int target = target(listing, slot);
            if (target == Integer.MIN_VALUE) {
                continue;
            }
            if (target < 0 || target >= listing.size()) {
                throw listing.refuse(
                        VerifierCode.CALL_TARGET,
                        slot,
                        "the call leads to slot " + target + ", outside the program",
                        "call to invalid destination");
            }
            starts.add(target);
        }
        OptionalInt exceptionCallback = ExceptionCallback.start(listing);
        exceptionCallback.ifPresent(starts::add);
        if (starts.size() > MOST) {
            throw listing.refuse(
                    VerifierCode.TOO_MANY_FUNCTIONS,
                    0,
                    "the program has %d functions, %d are allowed".formatted(starts.size(), MOST),
                    "too many subprograms");
        }
        Functions functions =
                new Functions(
                        listing,
                        starts.stream().mapToInt(Integer::intValue).toArray(),
                        exceptionCallback);
        functions.check();
        return functions;
    }

    private static int target(Listing listing, int slot) {
        return switch (listing.at(slot)) {
            case Insn.CallSubprogram call -> call.target();
            case Insn.LoadImmediate load when load.kind() == ImmediateKind.FUNCTION ->
                    slot + (int) load.value() + 1;
            case null, default -> Integer.MIN_VALUE;
        };
    }

    /// Where the address of a function in the wide load at `slot` leads.
    public static int functionTarget(Insn.LoadImmediate load, int slot) {
        return slot + (int) load.value() + 1;
    }

    private void check() {
        for (int number = 0; number < starts.length; number++) {
            for (int slot = starts[number]; slot < end(number); slot++) {
                Insn insn = listing.at(slot);
                if (insn != null) {
                    note(number, slot, insn);
                    checkJump(number, slot, insn);
                }
            }
            checkEnd(number);
        }
    }

    private void note(int number, int slot, Insn insn) {
        if (insn instanceof Insn.CallHelper call && call.id() == TAIL_CALL) {
            tailCalls[number] = true;
        }
        if (insn instanceof Insn.LoadImmediate load && load.kind() == ImmediateKind.FUNCTION) {
            callbacks[startingAt(functionTarget(load, slot))] = true;
        }
        if (insn instanceof Insn.PacketLoad) {
            packetLoads[number] = true;
        }
        listing.helperAt(slot)
                .ifPresent(
                        helper -> {
                            movesPacket[number] |=
                                    helper.effects().contains(Helper.Effect.MOVES_PACKET);
                            sleeps[number] |= helper.effects().contains(Helper.Effect.SLEEPS);
                        });
    }

    private void checkJump(int number, int slot, Insn insn) {
        int target = ControlFlow.jumpTarget(insn);
        if (target != ControlFlow.NO_TARGET && (target < starts[number] || target >= end(number))) {
            throw listing.refuse(
                    VerifierCode.JUMP_RANGE,
                    slot,
                    "the jump leads to slot %d, outside its function (slots %d to %d)"
                            .formatted(target, starts[number], end(number) - 1),
                    "jump out of range from insn %d to %d".formatted(slot, target));
        }
    }

    private void checkEnd(int number) {
        int slot = end(number) - 1;
        Insn last = listing.at(slot);
        boolean ends =
                last instanceof Insn.Exit
                        || last instanceof Insn.Goto
                        || listing.kfuncAt(slot).equals("bpf_throw");
        if (!ends) {
            throw listing.refuse(
                    VerifierCode.FALLS_OFF,
                    slot,
                    "function %s runs on behind its last instruction".formatted(name(number)),
                    "last insn is not an exit or jmp");
        }
    }

    /// How many functions there are.
    public int count() {
        return starts.length;
    }

    /// The first slot of a function.
    public int start(int number) {
        return starts[number];
    }

    /// The slot behind the last of a function.
    public int end(int number) {
        return number + 1 < starts.length ? starts[number + 1] : listing.size();
    }

    /// The function that starts at `slot`, -1 if none does.
    public int startingAt(int slot) {
        int found = Arrays.binarySearch(starts, slot);
        return found < 0 ? -1 : found;
    }

    /// The function that `slot` belongs to.
    public int containing(int slot) {
        int found = Arrays.binarySearch(starts, slot);
        return found < 0 ? -found - 2 : found;
    }

    /// Whether a function makes tail calls itself.
    public boolean tailCalls(int number) {
        return tailCalls[number];
    }

    /// Whether a function loads from the packet in the legacy way.
    public boolean packetLoads(int number) {
        return packetLoads[number];
    }

    /// Whether a function may move the packet, itself or through those it calls; complete once the
    /// control flow was walked.
    public boolean movesPacket(int number) {
        return movesPacket[number];
    }

    /// Whether a function may sleep, itself or through those it calls.
    public boolean sleeps(int number) {
        return sleeps[number];
    }

    /// A caller does what its callee does.
    void merge(int caller, int callee) {
        movesPacket[caller] |= movesPacket[callee];
        sleeps[caller] |= sleeps[callee];
    }

    /// The function that is called with the cookie of a thrown exception, -1 without one.
    public int exceptionCallback() {
        return exceptionCallback;
    }

    /// Whether the kernel calls a function of the program.
    public boolean isCallback(int number) {
        return callbacks[number] || number == exceptionCallback;
    }

    /// What the object says of a function, if it says anything.
    public Optional<Subprogram> described(int number) {
        List<Subprogram> all = listing.program().subprograms();
        return all.stream().filter(s -> s.start() == starts[number]).findFirst();
    }

    /// Whether a function is verified on its own, by its signature.
    public boolean isGlobal(int number) {
        return number > 0 && described(number).map(s -> s.global() && s.btfId() != 0).orElse(false);
    }

    /// The name of a function; its number where it has none.
    public String name(int number) {
        return described(number).map(Subprogram::name).orElse("#" + number);
    }
}
