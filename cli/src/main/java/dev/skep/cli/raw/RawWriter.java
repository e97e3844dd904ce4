package dev.skep.cli.raw;

import dev.skep.cli.json.Json;
import dev.skep.isa.InsnEncoder;
import dev.skep.isa.RawInsn;
import dev.skep.program.Program;
import dev.skep.program.TypeImage;
import dev.skep.spec.AttachType;
import dev.skep.spec.TargetNames;
import dev.skep.verify.Privilege;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes programs in the raw form that [RawReader] describes. Maps that a program does not use are
/// left out. May be used by many threads.
public final class RawWriter {
    private static final HexFormat HEX = HexFormat.of();

    private final Path folder;

    /// A writer whose files with types go to `folder`, which exists.
    public RawWriter(Path folder) {
        this.folder = folder;
    }

    /// The line for a program, without a newline; its types are in a file when this returns.
    ///
    /// @param more members to add
    /// @throws IOException if the types cannot be written
    public String line(String name, Program program, Privilege privilege, Map<String, Object> more)
            throws IOException {
        return line(name, program, InsnEncoder.raw(program.code()), privilege, more);
    }

    /// The same with other instructions, which need not be decodable.
    ///
    /// @throws IOException if the types cannot be written
    public String line(
            String name,
            Program program,
            List<RawInsn> code,
            Privilege privilege,
            Map<String, Object> more)
            throws IOException {
        Optional<TypeImage> types = TypeImage.of(program, ByteOrder.LITTLE_ENDIAN);
        MapWriter maps = new MapWriter(program.maps());
        Map<String, Object> load = load(program, code, maps);
        if (types.isPresent()) {
            load.put("btf", write(types.get().btf()));
            load.put("func_info", HEX.formatHex(types.get().functions()));
            load.put("line_info", HEX.formatHex(types.get().lines()));
        }
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("name", name);
        line.put("mode", privilege == Privilege.PRIVILEGED ? "priv" : "unpriv");
        line.put("load", load);
        line.put("maps", maps.trees());
        line.putAll(more);
        return Json.line(line);
    }

    private static Map<String, Object> load(Program program, List<RawInsn> code, MapWriter maps) {
        CodeWriter written = new CodeWriter(program, code, maps);
        Map<String, Object> load = new LinkedHashMap<>();
        load.put("prog_type_name", program.type().kernelName());
        load.put("expected_attach_type_name", attachName(program.attachType()));
        load.put("prog_flags", program.flags());
        load.put("license", program.license());
        load.put("attach_btf_name", target(program));
        load.put("insns", written.hex());
        load.put("refs", written.references());
        return load;
    }

    /// A name, or the number where there is none.
    private static Object attachName(int attachType) {
        Optional<AttachType> known = AttachType.byId(attachType);
        return known.isPresent() ? known.get().kernelName() : attachType;
    }

    private static String target(Program program) {
        boolean typed =
                switch (program.type()) {
                    case TRACING, LSM, STRUCT_OPS, EXT -> !program.attachTarget().isEmpty();
                    default -> false;
                };
        String prefix = TargetNames.prefix(program.type(), program.attachType());
        return typed ? prefix + program.attachTarget() : null;
    }

    /// Writes types to a file that is named after them, unless it is there.
    private String write(byte[] btf) throws IOException {
        String name = HEX.formatHex(digest(btf), 0, 8) + ".btf";
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            Path draft = Files.createTempFile(folder, "types", ".draft");
            Files.write(draft, btf);
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return name;
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
