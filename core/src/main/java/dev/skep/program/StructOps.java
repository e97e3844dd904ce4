package dev.skep.program;

import dev.skep.btf.Btf;
import java.util.List;
import java.util.Optional;

/// A structure of functions that an object implements for the kernel (`struct_ops`): a variable of
/// one of the kernel's structure types, in a section such as `.struct_ops`. Its layout is the
/// object's own; the kernel's may differ, so a host copies member by member, by name. Immutable.
///
/// The source is the convention of sections in `Documentation/bpf/libbpf/program_types.rst`.
///
/// @param name the variable
/// @param section where it stands: `.struct_ops` for a registration that lasts until somebody ends
///   it, `.struct_ops.link` for one that is a link; a `?` in front for one that is made only on
///   request
/// @param btf the object's types
/// @param typeId the structure's type among them
/// @param contents its bytes, and its members as variables; pointers to functions are zero
/// @param functions the members that are functions of the object
public record StructOps(
        String name,
        String section,
        Btf btf,
        int typeId,
        Globals contents,
        List<Implementation> functions) {
    private static final String ON_REQUEST = "?";
    private static final String LINKED = ".link";
    private static final String FLAVOUR = "___";

    /// A member that is a function.
    ///
    /// @param program the name of the program that implements it
    public record Implementation(String member, String program) {}

    /// Copies the functions.
    public StructOps {
        functions = List.copyOf(functions);
    }

    /// The kernel's name of the structure: `tcp_congestion_ops`, also where the object's own has a
    /// flavour behind it (`tcp_congestion_ops___old`).
    public String structure() {
        String own = btf.name(typeId);
        int flavour = own.indexOf(FLAVOUR);
        return flavour > 0 ? own.substring(0, flavour) : own;
    }

    /// The same structure with other data.
    public StructOps with(Globals contents) {
        return new StructOps(name, section, btf, typeId, contents, functions);
    }

    /// Whether it is made without being asked for.
    public boolean automatic() {
        return !section.startsWith(ON_REQUEST);
    }

    /// Whether its registration is a link (`BPF_F_LINK`, Linux 6.4).
    public boolean linked() {
        return section.endsWith(LINKED);
    }

    /// The program that implements a member; empty if none does.
    public Optional<String> program(String member) {
        return functions.stream()
                .filter(f -> f.member().equals(member))
                .map(Implementation::program)
                .findFirst();
    }

    /// What a program that implements `member` is loaded for ([Program#attachTarget]):
    /// `tcp_congestion_ops.init`.
    public String target(String member) {
        return structure() + "." + member;
    }
}
