package dev.skep.object;

import static dev.skep.object.ObjectCode.STRUCT_OPS;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType;
import dev.skep.diag.MalformedException;
import dev.skep.elf.ElfFile;
import dev.skep.elf.Relocation;
import dev.skep.elf.Section;
import dev.skep.elf.Symbol;
import dev.skep.program.Globals;
import dev.skep.program.StructOps;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads the structures of functions that an object implements: the variables of the sections
/// `.struct_ops` and `.struct_ops.link`, whose relocations say which program stands in which
/// member.
final class StructOpsReader {
    private static final Set<String> SECTIONS =
            Set.of(".struct_ops", ".struct_ops.link", "?.struct_ops", "?.struct_ops.link");

    private final ElfFile elf;
    private final Btf btf;
    private final Section section;
    private final Functions functions;

    private StructOpsReader(ElfFile elf, Btf btf, Section section, Functions functions) {
        this.elf = elf;
        this.btf = btf;
        this.section = section;
        this.functions = functions;
    }

    static boolean isStructOps(Section section) {
        return section.type() == Section.PROGBITS
                && section.size() > 0
                && SECTIONS.contains(section.name());
    }

    /// Every structure of the file, in the order of sections.
    static List<StructOps> read(ElfFile elf, Optional<Btf> btf, Functions functions) {
        List<StructOps> found = new ArrayList<>();
        for (Section section : elf.sections()) {
            if (isStructOps(section)) {
                Btf types =
                        btf.orElseThrow(
                                () ->
                                        ObjectCode.NO_BTF.malformed(
                                                "section %s needs BTF, and the object has none"
                                                        .formatted(section.name()),
                                                section.name(),
                                                0,
                                                "compile with -g, and do not strip .BTF"));
                found.addAll(new StructOpsReader(elf, types, section, functions).structures());
            }
        }
        return found;
    }

    /// A variable at its place, before its functions are known.
    private record Declared(String name, int offset, int typeId, BtfType.Struct type) {
        boolean covers(long at) {
            return offset <= at && at < offset + type.size();
        }
    }

    private List<StructOps> structures() {
        Map<Declared, List<StructOps.Implementation>> implemented = new HashMap<>();
        List<Declared> all = declared();
        for (Relocation relocation : elf.relocations(section)) {
            Declared variable =
                    all.stream()
                            .filter(d -> d.covers(relocation.offset()))
                            .findFirst()
                            .orElseThrow(() -> wrong(relocation, "no variable stands there"));
            implemented
                    .computeIfAbsent(variable, _ -> new ArrayList<>())
                    .add(
                            new StructOps.Implementation(
                                    member(variable, relocation).name(),
                                    program(relocation).name()));
        }
        return all.stream().map(d -> structure(d, implemented.getOrDefault(d, List.of()))).toList();
    }

    private StructOps structure(Declared variable, List<StructOps.Implementation> functions) {
        List<Globals.Variable> members = new ArrayList<>();
        for (BtfType.Member member : variable.type.members()) {
            long size = btf.size(member.type());
            if (member.offset() < 0 || size > variable.type.size() - member.offset()) {
                throw wrong(
                        variable.name,
                        "member %s ends behind it".formatted(member.name()),
                        "build the object again");
            }
            members.add(
                    new Globals.Variable(
                            member.name(), (int) member.offset(), (int) size, member.type()));
        }
        byte[] bytes = new byte[(int) variable.type.size()];
        section.contents().get(variable.offset, bytes);
        for (StructOps.Implementation function : functions) {
            for (Globals.Variable member : members) {
                if (member.name().equals(function.member())) {
                    // What stands here is the relocation's addend.
                    ByteBuffer.wrap(bytes).putLong(member.offset(), 0);
                }
            }
        }
        return new StructOps(
                variable.name,
                section.name(),
                btf,
                variable.typeId,
                new Globals(bytes, members, false),
                functions);
    }

    private List<Declared> declared() {
        int layout =
                btf.find(BtfKind.DATASEC, section.name())
                        .orElseThrow(
                                () ->
                                        ObjectCode.NO_BTF.malformed(
                                                "the BTF does not describe section "
                                                        + section.name(),
                                                section.name(),
                                                0,
                                                "compile with -g"));
        Map<String, Symbol> symbols = new HashMap<>();
        for (Symbol symbol : elf.symbols()) {
            if (symbol.section() == section.index()) {
                symbols.put(symbol.name(), symbol);
            }
        }
        List<Declared> declared = new ArrayList<>();
        for (BtfType.SectionVariable entry : ((BtfType.DataSection) btf.type(layout)).variables()) {
            if (btf.type(entry.variable()) instanceof BtfType.Variable variable) {
                declared.add(declared(variable, symbols.get(variable.name())));
            }
        }
        return declared;
    }

    private Declared declared(BtfType.Variable variable, Symbol symbol) {
        int type = btf.resolve(variable.type());
        if (!(btf.type(type) instanceof BtfType.Struct struct) || struct.name().isEmpty()) {
            throw wrong(
                    variable.name(),
                    "it is no structure with a name",
                    "declare it as one of the kernel's structures");
        }
        if (symbol == null) {
            throw wrong(variable.name(), "it has no symbol", "do not strip the symbol table");
        }
        long at = symbol.value();
        if (at < 0 || struct.size() > Integer.MAX_VALUE || at > section.size() - struct.size()) {
            throw wrong(variable.name(), "it ends behind the section", "build the object again");
        }
        return new Declared(variable.name(), (int) at, type, struct);
    }

    private BtfType.Member member(Declared variable, Relocation relocation) {
        long at = relocation.offset() - variable.offset;
        return variable.type.members().stream()
                .filter(m -> m.offset() == at && m.bitSize() == 0)
                .filter(m -> isFunction(m.type()))
                .findFirst()
                .orElseThrow(() -> wrong(relocation, "no pointer to a function stands there"));
    }

    private boolean isFunction(int type) {
        return btf.type(btf.resolve(type)) instanceof BtfType.Pointer pointer
                && btf.kind(btf.resolve(pointer.target())) == BtfKind.FUNC_PROTO;
    }

    private ObjectFunction program(Relocation relocation) {
        Symbol symbol = relocation.symbol();
        boolean data =
                relocation.type() == Relocation.Type.ABSOLUTE_64
                        || relocation.type() == Relocation.Type.WIDE_LOAD;
        if (!data || !symbol.isDefined() || symbol.section() >= elf.sections().size()) {
            throw wrong(relocation, "it is not set to a function of this object");
        }
        long offset = symbol.value() + addend(relocation);
        return functions
                .at(elf.sections().get(symbol.section()).name(), offset)
                .filter(functions.entries()::contains)
                .orElseThrow(() -> wrong(relocation, "no program starts where it leads"));
    }

    private long addend(Relocation relocation) {
        long offset = relocation.offset();
        return relocation
                .addend()
                .orElseGet(
                        () ->
                                offset >= 0 && offset + Long.BYTES <= section.size()
                                        ? section.contents().getLong((int) offset)
                                        : 0);
    }

    private MalformedException wrong(Relocation relocation, String why) {
        return STRUCT_OPS.malformed(
                "a member in section %s cannot be made out: %s".formatted(section.name(), why),
                section.name(),
                relocation.offset(),
                "set function pointers to programs in SEC(\"struct_ops\"), and nothing else");
    }

    private MalformedException wrong(String variable, String why, String remedy) {
        return STRUCT_OPS.malformed(
                "variable %s in section %s is no structure of functions: %s"
                        .formatted(variable, section.name(), why),
                section.name(),
                0,
                remedy);
    }
}
