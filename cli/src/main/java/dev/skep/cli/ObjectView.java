package dev.skep.cli;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfFormat;
import dev.skep.btf.CDeclarations;
import dev.skep.object.BpfObject;
import dev.skep.object.CoreResolution;
import dev.skep.object.Extern;
import dev.skep.object.ObjectFunction;
import dev.skep.object.ObjectRelocation;
import dev.skep.program.Globals;
import dev.skep.program.MapDefinition;
import dev.skep.program.SourceLine;
import dev.skep.program.StructOps;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// An object as a tree for [Json]: what `skep inspect --json` prints.
///
/// @param core what becomes of its CO-RE relocations, if that was asked
record ObjectView(String file, BpfObject object, Optional<List<CoreResolution>> core) {
    Map<String, Object> tree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("file", file);
        tree.put("byteOrder", object.order().toString().toLowerCase(Locale.ROOT).replace('_', '-'));
        tree.put("license", object.license().isEmpty() ? null : object.license());
        tree.put("kernelVersion", object.kernelVersion() == 0 ? null : object.kernelVersion());
        tree.put("programs", object.programs().stream().map(this::program).toList());
        tree.put("subprograms", object.subprograms().stream().map(this::subprogram).toList());
        tree.put("maps", object.maps().stream().map(this::map).toList());
        tree.put("structs", object.structs().stream().map(ObjectView::struct).toList());
        tree.put("globals", object.maps().stream().flatMap(m -> globals(m).stream()).toList());
        tree.put("externs", object.externs().stream().map(this::extern).toList());
        tree.put("btf", object.btf().map(ObjectView::btf).orElse(null));
        tree.put("relocations", object.relocations().stream().map(ObjectView::relocation).toList());
        core.ifPresent(c -> tree.put("core", c.stream().map(ObjectView::resolution).toList()));
        tree.put("remarks", object.remarks());
        return tree;
    }

    /// The C name of a type, or `null` where it is unknown.
    static String typeName(Btf btf, int typeId) {
        return typeId == 0 ? null : CDeclarations.declare(btf, typeId, "");
    }

    /// The C name of a map's key type, or `null`.
    static String keyType(MapDefinition map) {
        return map.types().map(t -> typeName(t.btf(), t.keyTypeId())).orElse(null);
    }

    /// The C name of a map's value type, or `null`: a section of variables has none.
    static String valueType(MapDefinition map) {
        return map.types()
                .filter(_ -> map.globals().isEmpty())
                .map(t -> typeName(t.btf(), t.valueTypeId()))
                .orElse(null);
    }

    /// A map type's name as bpftool prints it: `lpm_trie`.
    static String typeName(MapDefinition map) {
        return map.type().shortName();
    }

    /// The initial bytes of a variable.
    static byte[] bytes(Globals globals, Globals.Variable variable) {
        return Arrays.copyOfRange(
                globals.contents(), variable.offset(), variable.offset() + variable.size());
    }

    private Map<String, Object> program(ObjectFunction program) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", program.name());
        tree.put("section", program.section());
        tree.put("type", program.type().map(t -> t.shortName()).orElse(null));
        tree.put("attachType", program.attachType());
        putCode(tree, program);
        return tree;
    }

    private Map<String, Object> subprogram(ObjectFunction function) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", function.name());
        tree.put("section", function.section());
        tree.put("binding", function.binding().name().toLowerCase(Locale.ROOT));
        putCode(tree, function);
        return tree;
    }

    private static void putCode(Map<String, Object> tree, ObjectFunction function) {
        tree.put("offset", function.offset());
        tree.put("instructions", function.slots().size());
        tree.put("source", source(function));
        tree.put("btfId", function.btfId() == 0 ? null : function.btfId());
    }

    /// `firewall.c:31`, where the function starts, or `null`.
    static String source(ObjectFunction function) {
        return function.lines().stream().findFirst().map(SourceLine::describe).orElse(null);
    }

    private Map<String, Object> map(MapDefinition map) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", map.name());
        tree.put("type", typeName(map));
        tree.put("keySize", map.keySize());
        tree.put("valueSize", map.valueSize());
        tree.put("maxEntries", Integer.toUnsignedLong(map.maxEntries()));
        tree.put("flags", Integer.toUnsignedLong(map.flags()));
        tree.put("extra", map.extra());
        tree.put("keyType", keyType(map));
        tree.put("valueType", valueType(map));
        tree.put("pinning", map.pinning().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        tree.put("inner", map.inner().map(this::map).orElse(null));
        tree.put("slots", map.slots().stream().map(ObjectView::slot).toList());
        return tree;
    }

    private static Map<String, Object> struct(StructOps struct) {
        Map<String, Object> functions = new LinkedHashMap<>();
        struct.functions().forEach(f -> functions.put(f.member(), f.program()));
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", struct.name());
        tree.put("section", struct.section());
        tree.put("type", struct.structure());
        tree.put("functions", functions);
        return tree;
    }

    private static Map<String, Object> slot(MapDefinition.Slot slot) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("index", slot.index());
        tree.put("target", slot.target());
        return tree;
    }

    private List<Map<String, Object>> globals(MapDefinition map) {
        return map.globals().stream()
                .flatMap(g -> g.variables().stream().map(v -> variable(map, g, v)))
                .toList();
    }

    private Map<String, Object> variable(MapDefinition map, Globals globals, Globals.Variable v) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("map", map.name());
        tree.put("name", v.name());
        tree.put("offset", v.offset());
        tree.put("size", v.size());
        Optional<Btf> btf = object.btf().filter(_ -> v.typeId() != 0);
        tree.put("type", btf.map(b -> typeName(b, v.typeId())).orElse(null));
        tree.put(
                "value",
                btf.map(b -> BtfJson.tree(BtfFormat.tree(b, v.typeId(), bytes(globals, v))))
                        .orElse(null));
        tree.put("readOnly", globals.readOnly());
        return tree;
    }

    private Map<String, Object> extern(Extern extern) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", extern.name());
        tree.put("kind", extern.kind().name().toLowerCase(Locale.ROOT));
        tree.put("weak", extern.weak());
        tree.put("type", object.btf().map(b -> typeName(b, extern.typeId())).orElse(null));
        return tree;
    }

    private static Map<String, Object> btf(Btf btf) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("types", btf.lastId() - btf.firstId() + 1);
        tree.put("firstId", btf.firstId());
        tree.put("lastId", btf.lastId());
        return tree;
    }

    private static Map<String, Object> relocation(ObjectRelocation relocation) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("section", relocation.section());
        tree.put("offset", relocation.offset());
        tree.put("function", relocation.function().isEmpty() ? null : relocation.function());
        tree.put("slot", relocation.slot() < 0 ? null : relocation.slot());
        tree.put("type", relocation.type());
        tree.put("symbol", relocation.symbol());
        tree.put("meaning", relocation.meaning());
        return tree;
    }

    private static Map<String, Object> resolution(CoreResolution resolution) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("function", resolution.function());
        tree.put("slot", resolution.slot());
        tree.put("kind", resolution.kind());
        tree.put("spec", resolution.spec());
        tree.put("localValue", resolution.localValue());
        OptionalLong value = resolution.targetValue();
        tree.put("targetValue", value.isPresent() ? value.getAsLong() : null);
        tree.put("reason", resolution.reason().isEmpty() ? null : resolution.reason());
        return tree;
    }
}
