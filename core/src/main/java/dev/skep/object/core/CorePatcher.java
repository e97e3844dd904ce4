package dev.skep.object.core;

import dev.skep.btf.CoreRelocation;
import dev.skep.diag.Diagnostic;
import dev.skep.diag.LinkException;
import dev.skep.isa.RawInsn;
import java.util.List;
import java.util.OptionalLong;

/// Writes what relocations resolve to into instructions.
public final class CorePatcher {
    /// The helper that no kernel has. A call to it takes the place of an instruction whose
    /// relocation has no answer: a program that never gets there, because it asked before whether
    /// the field exists, still loads.
    public static final int POISON = 195_896_080;

    private static final int CLASS = 0x07;
    private static final int SIZE = 0x18;
    private static final int FROM_REGISTER = 0x08;
    private static final int WIDE_LOAD = 0x18;
    private static final int CALL = 0x85;

    private final CoreResolver resolver;

    /// Takes its answers from `resolver`.
    public CorePatcher(CoreResolver resolver) {
        this.resolver = resolver;
    }

    /// Patches the instruction at `slot` of `slots`, a list that can be changed.
    ///
    /// @throws LinkException with a [CoreCode] if there is no clear answer, or the instruction
    ///   cannot take it
    public Outcome apply(List<RawInsn> slots, int slot, CoreRelocation relocation) {
        Resolution resolution = resolver.resolve(relocation);
        long local = resolution.local().value();
        if (resolution.target().isEmpty()) {
            poison(slots, slot);
            return new Outcome(resolution.spec(), local, OptionalLong.empty(), resolution.reason());
        }
        RawInsn raw = slots.get(slot);
        if (isAccess(raw) && resolution.sizeMismatch()) {
            poison(slots, slot);
            return new Outcome(resolution.spec(), local, OptionalLong.empty(), sizes(resolution));
        }
        long value = resolution.target().get().value();
        new Patch(slots, slot, resolution, value).apply();
        return new Outcome(resolution.spec(), local, OptionalLong.of(value), "");
    }

    private static String sizes(Resolution resolution) {
        return "the field has %d bytes here and %d in the target, and only pointers and unsigned integers may differ"
                .formatted(resolution.local().fieldSize(), resolution.target().get().fieldSize());
    }

    private static boolean isAccess(RawInsn raw) {
        int instructionClass = raw.opcode() & CLASS;
        return instructionClass >= 1 && instructionClass <= 3;
    }

    private static void poison(List<RawInsn> slots, int slot) {
        RawInsn fails = new RawInsn(CALL, 0, 0, 0, POISON);
        boolean wide = slots.get(slot).opcode() == WIDE_LOAD && slot + 1 < slots.size();
        slots.set(slot, fails);
        if (wide) {
            slots.set(slot + 1, fails);
        }
    }

    /// One instruction that takes a value.
    private record Patch(List<RawInsn> slots, int slot, Resolution resolution, long value) {
        void apply() {
            RawInsn raw = slots.get(slot);
            switch (raw.opcode() & CLASS) {
                case 4, 7 -> arithmetic(raw);
                case 1, 2, 3 -> access(raw);
                default -> wideLoad(raw);
            }
        }

        private void arithmetic(RawInsn raw) {
            if ((raw.opcode() & FROM_REGISTER) != 0) {
                throw unexpected("it takes its operand from a register");
            }
            expect(raw.imm(), (int) resolution.local().value());
            if (value != (int) value && value != (value & 0xffff_ffffL)) {
                throw tooLarge("an immediate of 32 bits");
            }
            slots.set(
                    slot,
                    new RawInsn(raw.opcode(), raw.dst(), raw.src(), raw.offset(), (int) value));
        }

        private void access(RawInsn raw) {
            expect(raw.offset(), resolution.local().value());
            if (value != (short) value) {
                throw tooLarge("an offset of 16 bits");
            }
            int opcode = resized(raw);
            slots.set(slot, new RawInsn(opcode, raw.dst(), raw.src(), (int) value, raw.imm()));
        }

        private int resized(RawInsn raw) {
            long before = resolution.local().fieldSize();
            long after = resolution.target().orElseThrow().fieldSize();
            if (before == after) {
                return raw.opcode();
            }
            if (sizeOf(raw.opcode()) != before) {
                throw unexpected(
                        "it takes %d bytes of a field of %d"
                                .formatted(sizeOf(raw.opcode()), before));
            }
            return raw.opcode() & ~SIZE | bitsOf(after);
        }

        private static int sizeOf(int opcode) {
            return switch (opcode & SIZE) {
                case 0x00 -> 4;
                case 0x08 -> 2;
                case 0x10 -> 1;
                default -> 8;
            };
        }

        private int bitsOf(long size) {
            return switch ((int) Math.min(size, Integer.MAX_VALUE)) {
                case 1 -> 0x10;
                case 2 -> 0x08;
                case 4 -> 0x00;
                case 8 -> 0x18;
                default -> throw tooLarge("an access of 1, 2, 4 or 8 bytes");
            };
        }

        private void wideLoad(RawInsn raw) {
            if (raw.opcode() != WIDE_LOAD || raw.src() != 0 || slot + 1 >= slots.size()) {
                throw unexpected("it is neither arithmetic nor a load or store of memory");
            }
            RawInsn upper = slots.get(slot + 1);
            long before = (long) upper.imm() << 32 | Integer.toUnsignedLong(raw.imm());
            expect(before, resolution.local().value());
            slots.set(
                    slot,
                    new RawInsn(raw.opcode(), raw.dst(), raw.src(), raw.offset(), (int) value));
            slots.set(slot + 1, new RawInsn(0, 0, 0, 0, (int) (value >>> 32)));
        }

        private void expect(long found, long expected) {
            if (resolution.local().certain() && found != expected) {
                throw unexpected("it holds %d instead of %d".formatted(found, expected));
            }
        }

        private LinkException unexpected(String why) {
            return new LinkException(
                    Diagnostic.of(
                                    CoreCode.UNEXPECTED_INSTRUCTION,
                                    "the instruction cannot take the relocation of %s: %s"
                                            .formatted(resolution.spec(), why))
                            .fix("build the object again; its .BTF.ext does not match its code"));
        }

        private LinkException tooLarge(String room) {
            return new LinkException(
                    Diagnostic.of(
                                    CoreCode.OUT_OF_RANGE,
                                    "%s is %d in the target, which does not fit into %s"
                                            .formatted(resolution.spec(), value, room))
                            .fix("take the address with bpf_core_field_offset instead"));
        }
    }
}
