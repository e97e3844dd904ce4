package dev.skep.lab.verify;

import dev.skep.asm.Assembler;
import dev.skep.asm.HelperNames;
import dev.skep.diag.MalformedException;
import dev.skep.diag.Place;
import dev.skep.isa.Bytecode;
import dev.skep.lab.verify.VerifyCase.Answer;
import dev.skep.lab.verify.VerifyCase.Recorded;
import dev.skep.program.MapDefinition;
import dev.skep.program.Program;
import dev.skep.program.Subprogram;
import dev.skep.spec.AttachType;
import dev.skep.spec.Helper;
import dev.skep.spec.Helpers;
import dev.skep.spec.ProgramType;
import dev.skep.verify.Privilege;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads the text form of cases.
final class CaseReader {
    static final HelperNames HELPERS =
            HelperNames.of(
                    Helpers.all().stream().collect(Collectors.toMap(Helper::id, Helper::fullName)));

    private static final Pattern MAP_NAME = Pattern.compile("map\\[([A-Za-z_]\\w*)]");

    private final String[] lines;
    private int next;

    CaseReader(String text) {
        lines = text.split("\n", -1);
    }

    List<VerifyCase> read() {
        List<VerifyCase> cases = new ArrayList<>();
        Draft draft = null;
        while (next < lines.length) {
            String line = lines[next++].strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String word = line.split("\\s+", 2)[0];
            String rest = line.substring(word.length()).strip();
            if (word.equals("program")) {
                if (draft != null) {
                    cases.add(draft.done());
                }
                draft = new Draft(rest);
            } else if (draft == null) {
                throw wrong("a case starts with 'program NAME', not '" + word + "'");
            } else {
                read(draft, word, rest);
            }
        }
        if (draft != null) {
            cases.add(draft.done());
        }
        return cases;
    }

    private void read(Draft draft, String word, String rest) {
        switch (word) {
            case "type" ->
                    draft.type =
                            ProgramType.byName(rest)
                                    .orElseThrow(() -> wrong("no program type is called " + rest));
            case "attach" -> draft.attachType = attachType(rest);
            case "target" -> draft.target = rest;
            case "license" -> draft.license = rest;
            case "flags" -> draft.flags = flags(rest);
            case "mode" -> draft.privilege = privilege(rest);
            case "map" -> draft.maps.add(map(rest));
            case "code" -> draft.code = code(draft.maps);
            case "kernel" -> draft.recorded = Optional.of(recorded(rest));
            default ->
                    throw wrong(
                            "'"
                                    + word
                                    + "' is none of program, type, attach, target, license, flags,"
                                    + " mode, map, code, kernel");
        }
    }

    /// A case that is being read.
    private final class Draft {
        private final String name;
        private final int line = next;
        private ProgramType type;
        private int attachType;
        private String target = "";
        private String license = "GPL";
        private int flags;
        private Privilege privilege = Privilege.PRIVILEGED;
        private final List<MapDefinition> maps = new ArrayList<>();
        private Bytecode code;
        private Optional<Recorded> recorded = Optional.empty();

        Draft(String name) {
            this.name = name;
        }

        VerifyCase done() {
            if (name.isEmpty() || type == null || code == null) {
                throw wrong(line, "a case has a name, a type and code");
            }
            Program program =
                    new Program(
                            name,
                            "",
                            type,
                            attachType,
                            code,
                            List.of(new Subprogram(name, 0, code.slots(), true, 0)),
                            List.of(),
                            maps,
                            license,
                            0,
                            Optional.empty(),
                            flags,
                            target,
                            Map.of());
            return new VerifyCase(program, privilege, recorded);
        }
    }

    private int attachType(String name) {
        try {
            return AttachType.valueOf(name.toUpperCase(Locale.ROOT)).id();
        } catch (IllegalArgumentException e) {
            throw wrong("no attach type is called " + name);
        }
    }

    private int flags(String names) {
        int flags = 0;
        for (String name : names.split("\\s+")) {
            Integer bit = CaseWriter.FLAGS.get(name);
            if (bit == null) {
                throw wrong("no load flag is called " + name);
            }
            flags |= bit;
        }
        return flags;
    }

    private Privilege privilege(String mode) {
        return switch (mode) {
            case "priv" -> Privilege.PRIVILEGED;
            case "unpriv" -> Privilege.UNPRIVILEGED;
            default -> throw wrong("the mode is priv or unpriv, not " + mode);
        };
    }

    private MapDefinition map(String text) {
        try {
            return CaseMap.read(text);
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    private Recorded recorded(String text) {
        String answer = text.split("\\s+", 2)[0];
        String message = text.substring(answer.length()).strip();
        return switch (answer) {
            case "accepted" -> new Recorded(Answer.ACCEPTED, "");
            case "rejected" -> new Recorded(Answer.REJECTED, message);
            default -> throw wrong("the kernel's answer is accepted or rejected, not " + answer);
        };
    }

    /// The lines up to `end`, with the names of maps replaced by their indices.
    private Bytecode code(List<MapDefinition> maps) {
        int first = next;
        StringBuilder text = new StringBuilder();
        while (next < lines.length && !lines[next].strip().equals("end")) {
            text.append(indexed(lines[next], maps)).append('\n');
            next++;
        }
        if (next++ == lines.length) {
            throw wrong(first, "no 'end' follows the code");
        }
        try {
            return Assembler.assemble(text.toString(), HELPERS);
        } catch (MalformedException e) {
            int line = e.diagnostic().place() instanceof Place.InText at ? at.line() : 0;
            throw wrong(first + line, e.diagnostic().message() + ": " + e.diagnostic().remedy());
        }
    }

    private String indexed(String line, List<MapDefinition> maps) {
        Matcher matcher = MAP_NAME.matcher(line);
        return matcher.replaceAll(
                found -> {
                    for (int i = 0; i < maps.size(); i++) {
                        if (maps.get(i).name().equals(found.group(1))) {
                            return "map[" + i + "]";
                        }
                    }
                    // `map[fd:5]` is for the assembler.
                    return Matcher.quoteReplacement(found.group());
                });
    }

    private IllegalArgumentException wrong(String message) {
        return wrong(next, message);
    }

    private static IllegalArgumentException wrong(int line, String message) {
        return new IllegalArgumentException("line " + line + ": " + message);
    }
}
