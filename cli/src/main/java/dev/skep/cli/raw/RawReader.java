package dev.skep.cli.raw;

import dev.skep.btf.Btf;
import dev.skep.cli.json.Json;
import dev.skep.diag.Diagnostic;
import dev.skep.diag.MalformedException;
import dev.skep.diag.Place;
import dev.skep.isa.Bytecode;
import dev.skep.isa.Insn;
import dev.skep.isa.InsnDecoder;
import dev.skep.isa.RawInsn;
import dev.skep.object.KernelSymbols;
import dev.skep.program.Program;
import dev.skep.spec.ProgramType;
import dev.skep.spec.TargetNames;
import dev.skep.verify.Privilege;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads programs in the raw form: one JSON object a line, with these members, of which only
/// `load.prog_type_name` and `load.insns` are needed:
///
/// - `name`, `mode` (`priv` or `unpriv`)
/// - `load`: `prog_type_name`, `expected_attach_type_name`, `prog_flags`, `license`, `insns`
///   (hexadecimal, 8 bytes an instruction, little endian), `refs`, `btf` (a file beside the input),
///   `func_info` and `line_info` (hexadecimal, as bpf(2) takes them), `attach_btf_name`
/// - `load.refs[]`: `insn`, `kind` and what it refers to: `map_fd` and `map_value` a `map` by its
///   `idx`, the latter with `off`; `btf_id`, `kfunc` and `func` something by `name`
/// - `maps[]`: `idx`, `name`, `type`, `key_size`, `value_size`, `max_entries`, `map_flags`,
///   `map_extra`, `btf_key_type_id`, `btf_value_type_id`, `inner` (a map, or the `idx` of one),
///   `frozen`, `init` (the first value, hexadecimal)
///
/// Other members are left alone. May be used by many threads.
public final class RawReader {
    private static final int MOST_TYPES = 64;

    private final Path folder;
    private final KernelSymbols symbols;
    private final Map<Path, Optional<Btf>> types =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Path, Optional<Btf>> eldest) {
                    return size() > MOST_TYPES;
                }
            };

    /// A reader of lines whose files with types are in `folder`.
    ///
    /// @param symbols the ids of kernel functions and variables that lines give by name only
    public RawReader(Path folder, KernelSymbols symbols) {
        this.folder = folder;
        this.symbols = symbols;
    }

    /// What a line holds. Never throws for what is in it.
    ///
    /// @param number the number of the line, counted from 1
    public RawEntry read(String line, int number) {
        Map<String, Object> fields = new LinkedHashMap<>();
        String name = "line " + number;
        try {
            if (Json.parse(line) instanceof Map<?, ?> members) {
                members.forEach((key, value) -> fields.put((String) key, value));
            } else {
                throw Fields.NONE.wrong("", "an object");
            }
            Fields all = new Fields("", fields);
            String own = all.text("name");
            name = own.isEmpty() ? name : own;
            return entry(name, all, fields);
        } catch (MalformedException e) {
            return new RawEntry.Broken(name, e.diagnostic(), fields);
        }
    }

    private RawEntry entry(String name, Fields all, Map<String, Object> fields) {
        Fields load = all.object("load");
        Optional<Btf> btf = types(load);
        MapReader maps = new MapReader(all.objects("maps"), btf);
        byte[] bytes = load.bytes("insns").orElseThrow(() -> load.wrong("insns", "given"));
        List<RawInsn> code = new ArrayList<>(RawInsn.readAll(bytes, ByteOrder.LITTLE_ENDIAN));
        ReferenceReader references = new ReferenceReader(code, maps, symbols);
        load.objects("refs").forEach(references::apply);
        Privilege privilege = privilege(all);
        try {
            Bytecode decoded = InsnDecoder.decode(code);
            Program program = program(name, load, btf, maps, references, decoded);
            return new RawEntry.Loadable(name, program, privilege, fields);
        } catch (MalformedException e) {
            Bytecode exit = Bytecode.of(List.of(new Insn.Exit()));
            Program shell = program(name, load, btf, maps, references, exit);
            return new RawEntry.Undecodable(name, shell, code, privilege, e.diagnostic(), fields);
        }
    }

    private static Program program(
            String name,
            Fields load,
            Optional<Btf> btf,
            MapReader maps,
            ReferenceReader references,
            Bytecode code) {
        ProgramType type = TypeNames.program(load);
        int attachType = TypeNames.attach(load);
        FunctionReader functions = new FunctionReader(load, btf);
        return new Program(
                name,
                "",
                type,
                attachType,
                code,
                functions.functions(name, code),
                functions.lines(),
                maps.maps(),
                load.text("license"),
                load.small("kern_version", 0),
                btf,
                load.small("prog_flags", 0),
                target(type, attachType, load.text("attach_btf_name")),
                references.kernelNames());
    }

    /// The target's name as sections spell it.
    private static String target(ProgramType type, int attachType, String name) {
        String prefix = TargetNames.prefix(type, attachType);
        return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
    }

    private static Privilege privilege(Fields all) {
        return switch (all.text("mode")) {
            case "", "priv", "privileged" -> Privilege.PRIVILEGED;
            case "unpriv", "unprivileged" -> Privilege.UNPRIVILEGED;
            default -> throw all.wrong("mode", "priv or unpriv");
        };
    }

    private Optional<Btf> types(Fields load) {
        String name = load.text("btf");
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Path file = beside(name);
        synchronized (types) {
            Optional<Btf> known = types.get(file);
            if (known == null) {
                known = Optional.of(read(file));
                types.put(file, known);
            }
            return known;
        }
    }

    /// The file of that name, or the one in the folder of the input, wherever the name says it is.
    private Path beside(String name) {
        try {
            Path file = folder.resolve(name);
            Path last = file.getFileName();
            return Files.exists(file) || last == null ? file : folder.resolve(last);
        } catch (InvalidPathException e) {
            throw unreadable(name, e);
        }
    }

    private static MalformedException unreadable(String name, Exception why) {
        return new MalformedException(
                Diagnostic.of(RawCode.TYPES, name + " cannot be read: " + why.getMessage())
                        .at(new Place.Named("field load.btf"))
                        .fix("put the file with the types beside the input"));
    }

    private static Btf read(Path file) {
        try {
            return Btf.parse(Files.readAllBytes(file));
        } catch (IOException e) {
            throw unreadable(file.toString(), e);
        } catch (MalformedException e) {
            throw new MalformedException(e.diagnostic().in(file.toString()));
        }
    }
}
