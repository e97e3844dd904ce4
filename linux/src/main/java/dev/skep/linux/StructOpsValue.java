package dev.skep.linux;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType;
import dev.skep.diag.Diagnostic;
import dev.skep.diag.Place;
import dev.skep.program.Globals;
import dev.skep.program.StructOps;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.ToIntFunction;

/// Copies an object's structure of functions into the kernel's layout, member by member, by name. A
/// member that the kernel's structure does not have may be left out only if it is zero; the rules
/// are those of libbpf.
final class StructOpsValue {
    private final StructOps struct;
    private final StructOpsTypes types;
    private final ToIntFunction<String> programs;
    private final byte[] contents;
    private final ByteBuffer value;

    private StructOpsValue(StructOps struct, StructOpsTypes types, ToIntFunction<String> programs) {
        this.struct = struct;
        this.types = types;
        this.programs = programs;
        this.contents = struct.contents().contents();
        this.value = ByteBuffer.allocate(types.valueSize()).order(ByteOrder.nativeOrder());
    }

    /// How messages name a structure.
    static Place place(StructOps struct) {
        return new Place.Named("struct_ops %s (%s)".formatted(struct.name(), struct.structure()));
    }

    /// The bytes of the map's value.
    ///
    /// @param programs the descriptor of a program by its name
    /// @throws KernelException if the two structures do not fit together
    static byte[] of(StructOps struct, StructOpsTypes types, ToIntFunction<String> programs) {
        StructOpsValue value = new StructOpsValue(struct, types, programs);
        struct.contents().variables().forEach(value::copy);
        return value.value.array();
    }

    private void copy(Globals.Variable own) {
        Optional<String> program = struct.program(own.name());
        OptionalInt number = types.member(own.name());
        if (own.name().isEmpty() || number.isEmpty()) {
            if (program.isPresent() || !zero(own)) {
                throw refuse(
                        own, "the kernel's structure has no such member, and it is not zero here");
            }
            return;
        }
        BtfType.Member member = types.struct().members().get(number.getAsInt());
        int at = types.at() + (int) member.offset();
        if (program.isPresent()) {
            if (!types.isFunction(member)) {
                throw refuse(own, "in the kernel's structure it is no pointer to a function");
            }
            value.putLong(at, programs.applyAsInt(program.get()));
        } else if (!zero(own)) {
            demandSameKind(own, member);
            value.put(at, contents, own.offset(), own.size());
        }
    }

    private void demandSameKind(Globals.Variable own, BtfType.Member member) {
        Btf mine = struct.btf();
        Btf theirs = types.kernel();
        BtfKind kind = mine.kind(mine.resolve(own.typeId()));
        BtfKind wanted = theirs.kind(theirs.resolve(member.type()));
        long size = theirs.size(member.type());
        if (member.bitSize() != 0 || bits(own)) {
            throw refuse(own, "it is a bit field");
        }
        if (kind != wanted || kind == BtfKind.PTR) {
            throw refuse(
                    own,
                    kind == BtfKind.PTR
                            ? "only pointers to functions can be set"
                            : "it is of kind %s, in the kernel's structure of kind %s"
                                    .formatted(kind, wanted));
        }
        if (own.size() != size) {
            throw refuse(
                    own,
                    "it has %d bytes, in the kernel's structure %d".formatted(own.size(), size));
        }
    }

    private boolean bits(Globals.Variable own) {
        return ((BtfType.Struct) struct.btf().type(struct.typeId()))
                .members().stream().anyMatch(m -> m.name().equals(own.name()) && m.bitSize() != 0);
    }

    private boolean zero(Globals.Variable own) {
        for (int i = own.offset(); i < own.offset() + own.size(); i++) {
            if (contents[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private KernelException refuse(Globals.Variable own, String why) {
        return new KernelException(
                Diagnostic.of(
                                KernelCode.STRUCT_OPS,
                                "member %s of struct %s cannot be set: %s"
                                        .formatted(own.name(), struct.structure(), why))
                        .at(place(struct))
                        .fix(
                                "leave it zero for this kernel, or declare it as the kernel does:"
                                        + " skep btf dump kernel --type="
                                        + struct.structure()),
                0);
    }
}
