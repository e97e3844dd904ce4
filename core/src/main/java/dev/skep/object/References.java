package dev.skep.object;

import static dev.skep.object.ObjectCode.CALL;
import static dev.skep.object.ObjectCode.RELOCATION;
import static dev.skep.object.ObjectCode.RELOCATION_PLACE;
import static dev.skep.object.ObjectCode.RELOCATION_TYPE;
import static dev.skep.object.ObjectCode.UNSUPPORTED;

import dev.skep.diag.LinkException;
import dev.skep.elf.ElfFile;
import dev.skep.elf.Relocation;
import dev.skep.elf.Section;
import dev.skep.elf.Symbol;
import dev.skep.isa.RawInsn;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Finds out what the relocations of code refer to.
///
/// Addends stand in the patched instruction unless the relocation has one of its own. Calls count
/// theirs in instructions from the next one; assemblers of the GNU project before 2.41 count bytes,
/// which is recognised by where the two readings lead.
final class References {
    private static final String ARENA = ".addr_space.1";
    private static final String JUMP_TABLES = ".jumptables";

    private final ElfFile elf;
    private final Functions functions;
    private final ObjectMaps maps;
    private final Map<String, Extern> externs = new HashMap<>();

    References(ElfFile elf, Functions functions, ObjectMaps maps, List<Extern> externs) {
        this.elf = elf;
        this.functions = functions;
        this.maps = maps;
        externs.forEach(extern -> this.externs.put(extern.name(), extern));
    }

    /// What `relocation` of the instruction `raw` in `section` refers to.
    ///
    /// @throws LinkException if that is nothing that a program can use
    Reference of(String section, Relocation relocation, RawInsn raw) {
        Spot spot = new Spot(section, relocation, raw);
        return switch (relocation.type()) {
            case WIDE_LOAD, CALL -> {
                if (relocation.offset() % RawInsn.BYTES != 0) {
                    throw spot.refuse(RELOCATION_PLACE, "it stands between two instructions");
                }
                if (Slots.isCall(raw)) {
                    yield spot.call();
                }
                if (!Slots.isWideLoad(raw)) {
                    throw spot.refuse(
                            RELOCATION_PLACE,
                            "opcode 0x%02x is neither a call nor a wide load"
                                    .formatted(raw.opcode()));
                }
                yield spot.load();
            }
            case NONE, ABSOLUTE_64, ABSOLUTE_32, METADATA_32, OTHER ->
                    throw spot.refuse(
                            RELOCATION_TYPE,
                            "code takes no relocation of type " + RelocationText.type(relocation));
        };
    }

    /// One relocation at its place.
    private final class Spot {
        private final String section;
        private final Relocation relocation;
        private final RawInsn raw;
        private final Symbol symbol;

        Spot(String section, Relocation relocation, RawInsn raw) {
            this.section = section;
            this.relocation = relocation;
            this.raw = raw;
            this.symbol = relocation.symbol();
        }

        Reference call() {
            if (!Slots.isLocalCall(raw)) {
                throw refuse(RELOCATION_PLACE, "the call is one of a helper or kernel function");
            }
            if (symbol.section() == Symbol.UNDEFINED) {
                return outside();
            }
            Section home = home();
            if (!FunctionReader.isCode(home)) {
                throw refuse(CALL, "section " + home.name() + " holds no code");
            }
            long addend = relocation.addend().orElse(raw.imm());
            return callee(home, addend)
                    .map(Reference.Local::new)
                    .orElseThrow(() -> refuse(CALL, "no function starts where it leads"));
        }

        private Optional<ObjectFunction> callee(Section home, long addend) {
            boolean toFunction = symbol.type() == Symbol.Type.FUNC;
            if (toFunction && addend == symbol.value() - 1) {
                return functions.at(home.name(), symbol.value());
            }
            long slots = symbol.value() + (addend + 1) * RawInsn.BYTES;
            return functions
                    .at(home.name(), slots)
                    .or(() -> functions.at(home.name(), symbol.value() + addend + 1));
        }

        Reference load() {
            if (symbol.section() == Symbol.UNDEFINED) {
                return outside();
            }
            Section home = home();
            long offset = symbol.value() + relocation.addend().orElse(raw.imm());
            OptionalInt globals = maps.globalsOf(home.index());
            if (globals.isPresent()) {
                return variable(globals.getAsInt(), home, offset);
            }
            OptionalInt map = maps.declaredAt(home.index(), offset);
            if (map.isPresent()) {
                return new Reference.MapAddress(map.getAsInt());
            }
            if (FunctionReader.isCode(home)) {
                return functions
                        .at(home.name(), offset)
                        .map(Reference.Local::new)
                        .orElseThrow(() -> refuse(RELOCATION, "no function starts there"));
            }
            if (home.name().equals(ARENA)) {
                return arena(offset);
            }
            if (home.name().equals(JUMP_TABLES)) {
                throw refuse(
                        UNSUPPORTED,
                        "jump tables cannot be loaded yet; compile with -fno-jump-tables");
            }
            boolean maps = home.name().equals(BtfMapReader.SECTION) || LegacyMapReader.isMaps(home);
            throw refuse(
                    RELOCATION,
                    maps
                            ? "no map is declared there"
                            : "section " + home.name() + " is neither code, data nor maps");
        }

        private Reference variable(int map, Section home, long offset) {
            if (offset < 0 || offset >= home.size()) {
                throw refuse(
                        RELOCATION,
                        "byte %d lies outside section %s, which has %d"
                                .formatted(offset, home.name(), home.size()));
            }
            return new Reference.Variable(map, (int) offset);
        }

        private Reference arena(long offset) {
            if (maps.arena().isEmpty() || offset != (int) offset) {
                throw refuse(RELOCATION, "the object declares no arena for its arena variables");
            }
            return new Reference.Variable(maps.arena().getAsInt(), (int) offset);
        }

        private Reference outside() {
            Extern extern = externs.get(symbol.name());
            if (extern == null) {
                throw refuse(RELOCATION, "the symbol has neither a name nor a place");
            }
            return new Reference.Outside(extern);
        }

        private Section home() {
            if (!symbol.isDefined() || symbol.section() >= elf.sections().size()) {
                throw refuse(
                        RELOCATION,
                        symbol.section() == Symbol.COMMON
                                ? "the variable has no section; compile with -fno-common"
                                : "the symbol stands in no section");
            }
            return elf.sections().get(symbol.section());
        }

        LinkException refuse(ObjectCode code, String why) {
            return code.unlinkable(
                    "the relocation to %s cannot be followed: %s"
                            .formatted(RelocationText.symbol(elf, relocation), why),
                    section,
                    relocation.offset(),
                    "check the declaration of what the source uses there");
        }
    }
}
