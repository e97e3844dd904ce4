package dev.skep.object;

import dev.skep.btf.CoreRelocation;
import dev.skep.diag.Diagnostic;
import dev.skep.diag.LinkException;
import dev.skep.diag.MalformedException;
import dev.skep.diag.Place;
import dev.skep.elf.Relocation;
import dev.skep.isa.ImmediateKind;
import dev.skep.isa.RawInsn;
import dev.skep.object.core.CorePatcher;
import dev.skep.object.core.Outcome;
import dev.skep.program.SourceLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Applies the relocations of one function at a time: CO-RE first, then maps, variables and
/// externs.
final class FunctionPatcher {
    /// Added to the number of the missing kernel function, this makes the helper that no kernel has
    /// and that a call to a weak function becomes where the kernel lacks it.
    private static final int MISSING_FUNCTION = 2_002_000_000;

    private final CodePatches patches;
    private final References references;
    private final ObjectMaps maps;
    private final Functions functions;
    private final KernelSymbols symbols;
    private final Optional<CorePatcher> core;
    private final List<CoreResolution> outcomes = new ArrayList<>();
    private final Map<Integer, String> kernelNames = new HashMap<>();

    /// Takes CO-RE values from `core`, which may be empty if no function has such relocations.
    FunctionPatcher(
            CodePatches patches,
            References references,
            ObjectMaps maps,
            Functions functions,
            KernelSymbols symbols,
            Optional<CorePatcher> core) {
        this.patches = patches;
        this.references = references;
        this.maps = maps;
        this.functions = functions;
        this.symbols = symbols;
        this.core = core;
    }

    /// What became of the CO-RE relocations of all functions so far.
    List<CoreResolution> outcomes() {
        return outcomes;
    }

    /// The names of the kernel's functions and variables in the functions so far, by BTF id.
    Map<Integer, String> kernelNames() {
        return kernelNames;
    }

    PatchedFunction patch(ObjectFunction function) {
        List<RawInsn> slots = new ArrayList<>(function.slots());
        for (CoreRelocation relocation : patches.coreOf(function)) {
            applyCore(function, slots, relocation);
        }
        List<PatchedFunction.Link> links = new ArrayList<>();
        int slot = 0;
        while (slot < slots.size()) {
            RawInsn raw = slots.get(slot);
            Relocation relocation = patches.at(function, slot).orElse(null);
            if (relocation != null) {
                Reference reference = references.of(function.section(), relocation, raw);
                apply(function, slots, slot, reference, links);
            } else if (Slots.isLocalCall(raw)) {
                links.add(new PatchedFunction.Link(slot, callee(function, slot, raw)));
            }
            slot += Slots.isWideLoad(raw) ? 2 : 1;
        }
        return new PatchedFunction(function, slots, links);
    }

    private void applyCore(
            ObjectFunction function, List<RawInsn> slots, CoreRelocation relocation) {
        int slot = relocation.insnOffset() / RawInsn.BYTES - function.firstSlot();
        try {
            Outcome outcome = core.orElseThrow().apply(slots, slot, relocation);
            outcomes.add(
                    new CoreResolution(
                            function.name(),
                            slot,
                            RelocationText.kind(relocation.kind()),
                            outcome.spec(),
                            outcome.local(),
                            outcome.target(),
                            outcome.reason()));
        } catch (LinkException e) {
            throw new LinkException(e.diagnostic().at(place(function, slot, slots)));
        } catch (MalformedException e) {
            throw new MalformedException(e.diagnostic().at(place(function, slot, slots)));
        }
    }

    static Place place(ObjectFunction function, int slot, List<RawInsn> slots) {
        String source = "";
        for (SourceLine line : function.lines()) {
            if (line.slot() <= slot) {
                source = line.describe();
            }
        }
        String text = slot < slots.size() ? slots.get(slot).hex() : "";
        return new Place.InProgram(function.name(), slot, source, text);
    }

    private ObjectFunction callee(ObjectFunction caller, int slot, RawInsn raw) {
        long target = caller.firstSlot() + slot + 1L + raw.imm();
        return functions
                .at(caller.section(), target * RawInsn.BYTES)
                .orElseThrow(
                        () ->
                                ObjectCode.CALL.unlinkable(
                                        "function %s calls instruction %d of its section, where no"
                                                        .formatted(caller.name(), target)
                                                + " function starts",
                                        caller.section(),
                                        caller.offset() + (long) slot * RawInsn.BYTES,
                                        "build the object again"));
    }

    private void apply(
            ObjectFunction function,
            List<RawInsn> slots,
            int slot,
            Reference reference,
            List<PatchedFunction.Link> links) {
        switch (reference) {
            case Reference.MapAddress map ->
                    load(slots, slot, ImmediateKind.MAP_INDEX, map.map(), 0);
            case Reference.Variable variable ->
                    load(
                            slots,
                            slot,
                            ImmediateKind.MAP_INDEX_VALUE,
                            variable.map(),
                            variable.offset());
            case Reference.Local local ->
                    links.add(new PatchedFunction.Link(slot, local.function()));
            case Reference.Outside outside ->
                    new Outside(function, slots, slot, outside.extern()).apply();
        }
    }

    private static void load(List<RawInsn> slots, int slot, ImmediateKind kind, int low, int high) {
        slots.set(slot, Slots.load(slots.get(slot), kind, low));
        if (slot + 1 < slots.size()) {
            slots.set(slot + 1, Slots.upper(high));
        }
    }

    /// A reference to something that the kernel, or whoever takes its place, provides.
    private final class Outside {
        private final ObjectFunction function;
        private final List<RawInsn> slots;
        private final int slot;
        private final Extern extern;

        Outside(ObjectFunction function, List<RawInsn> slots, int slot, Extern extern) {
            this.function = function;
            this.slots = slots;
            this.slot = slot;
            this.extern = extern;
        }

        void apply() {
            switch (extern.kind()) {
                case KCONFIG ->
                        load(
                                slots,
                                slot,
                                ImmediateKind.MAP_INDEX_VALUE,
                                maps.kconfigIndex(),
                                maps.kconfig().offset(extern.name()));
                case SYMBOL -> address(symbols.address(extern.name()));
                case VARIABLE -> typed(symbols.variable(extern.name()));
                case FUNCTION -> function();
                case UNKNOWN -> address(OptionalLong.empty());
            }
        }

        private void address(OptionalLong address) {
            long value = address.orElseGet(this::missing);
            if (Slots.isCall(slots.get(slot))) {
                throw unresolved("it is called, but is not declared as a kernel function");
            }
            load(slots, slot, ImmediateKind.VALUE, (int) value, (int) (value >>> 32));
        }

        private void typed(OptionalInt id) {
            if (id.isPresent()) {
                kernelNames.put(id.getAsInt(), extern.name());
                load(slots, slot, ImmediateKind.VARIABLE, id.getAsInt(), 0);
            } else {
                address(OptionalLong.empty());
            }
        }

        private void function() {
            OptionalInt id = symbols.function(extern.name());
            if (!Slots.isCall(slots.get(slot))) {
                typed(id);
            } else if (id.isPresent()) {
                kernelNames.put(id.getAsInt(), extern.name());
                slots.set(slot, Slots.kfuncCall(id.getAsInt()));
            } else {
                missing();
                slots.set(slot, Slots.helperCall(MISSING_FUNCTION + slot));
            }
        }

        private long missing() {
            if (!extern.weak()) {
                throw unresolved("nobody provides it");
            }
            return 0;
        }

        private LinkException unresolved(String why) {
            return new LinkException(
                    Diagnostic.of(
                                    ObjectCode.UNRESOLVED,
                                    "%s %s cannot be resolved: %s"
                                            .formatted(extern.kind().title(), extern.name(), why))
                            .at(place(function, slot, slots))
                            .fix(
                                    "declare it __weak and test for it, or link with symbols that have it"));
        }
    }
}
