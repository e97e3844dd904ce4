package dev.skep.linux;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType;
import dev.skep.diag.Diagnostic;
import dev.skep.diag.Place;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// A structure of functions that the kernel lets programs implement, as its own types describe it:
/// `tcp_congestion_ops`, and around it `bpf_struct_ops_tcp_congestion_ops`, which is the value of a
/// map of type `struct_ops`.
///
/// @param kernel the kernel's types
/// @param id the structure
/// @param struct the same
/// @param valueId the value around it
/// @param valueSize its size in bytes
/// @param at where in the value the structure starts, in bytes
record StructOpsTypes(
        Btf kernel, int id, BtfType.Struct struct, int valueId, int valueSize, int at) {
    private static final String VALUE = "bpf_struct_ops_";

    /// What the kernel knows of the structure of that name.
    ///
    /// @throws KernelException if it has none, or lets nobody implement it
    static StructOpsTypes of(String name, Place place, Btf kernel) {
        OptionalInt id = kernel.find(BtfKind.STRUCT, name);
        OptionalInt value = kernel.find(BtfKind.STRUCT, VALUE + name);
        if (id.isEmpty() || value.isEmpty()) {
            throw missing(name, place, kernel, id.isPresent());
        }
        BtfType.Struct struct = (BtfType.Struct) kernel.type(id.getAsInt());
        BtfType.Struct around = (BtfType.Struct) kernel.type(value.getAsInt());
        return around.members().stream()
                .filter(m -> kernel.resolve(m.type()) == id.getAsInt())
                .findFirst()
                .map(
                        m ->
                                new StructOpsTypes(
                                        kernel,
                                        id.getAsInt(),
                                        struct,
                                        value.getAsInt(),
                                        (int) around.size(),
                                        (int) m.offset()))
                .orElseThrow(() -> missing(name, place, kernel, true));
    }

    /// The number of the member of that name; empty if the kernel's structure has none.
    OptionalInt member(String name) {
        List<BtfType.Member> members = struct.members();
        return IntStream.range(0, members.size())
                .filter(i -> members.get(i).name().equals(name))
                .findFirst();
    }

    /// Whether a member is a pointer to a function.
    boolean isFunction(BtfType.Member member) {
        return kernel.type(kernel.resolve(member.type())) instanceof BtfType.Pointer pointer
                && kernel.kind(kernel.resolve(pointer.target())) == BtfKind.FUNC_PROTO;
    }

    private static KernelException missing(String name, Place place, Btf kernel, boolean known) {
        List<String> all = implementable(kernel);
        return new KernelException(
                Diagnostic.of(
                                KernelCode.TARGET,
                                known
                                        ? "programs cannot implement struct %s of this kernel"
                                                .formatted(name)
                                        : "struct %s is not among the kernel's types"
                                                .formatted(name))
                        .at(place)
                        .because(
                                all.isEmpty()
                                        ? "this kernel lets programs implement no structure (Linux"
                                                + " 5.6 does, with CONFIG_BPF_JIT)"
                                        : "programs can implement " + String.join(", ", all))
                        .because("structures that modules bring are not looked for")
                        .fix("use a kernel that is built with what the structure belongs to"),
                0);
    }

    /// The names of the structures that programs can implement.
    private static List<String> implementable(Btf kernel) {
        return IntStream.rangeClosed(1, kernel.lastId())
                .filter(id -> kernel.kind(id) == BtfKind.STRUCT)
                .mapToObj(kernel::name)
                .filter(n -> n.startsWith(VALUE))
                .map(n -> n.substring(VALUE.length()))
                .filter(n -> kernel.find(BtfKind.STRUCT, n).isPresent())
                .distinct()
                .sorted()
                .toList();
    }
}
