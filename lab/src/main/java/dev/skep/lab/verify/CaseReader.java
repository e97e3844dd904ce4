package dev.skep.lab.verify;

import dev.skep.asm.HelperNames;
import dev.skep.btf.Btf;
import dev.skep.diag.MalformedException;
import dev.skep.diag.Place;
import dev.skep.isa.Bytecode;
import dev.skep.lab.generate.TypeWriter;
import dev.skep.lab.verify.VerifyCase.Answer;
import dev.skep.lab.verify.VerifyCase.Recorded;
import dev.skep.object.KernelSymbols;
import dev.skep.program.MapDefinition;
import dev.skep.program.Program;
import dev.skep.program.Subprogram;
import dev.skep.spec.AttachType;
import dev.skep.spec.Helper;
import dev.skep.spec.Helpers;
import dev.skep.spec.ProgramType;
import dev.skep.verify.Privilege;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Reads the text form of cases.
final class CaseReader {
    static final HelperNames HELPERS =
            HelperNames.of(
                    Helpers.all().stream().collect(Collectors.toMap(Helper::id, Helper::fullName)));

    private final KernelSymbols kernel;
    private final String[] lines;
    private int next;

    CaseReader(String text, KernelSymbols kernel) {
        this.kernel = kernel;
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
            case "map" -> draft.maps.add(located(() -> CaseMap.read(rest)));
            case "function" -> draft.functions.add(located(() -> CaseFunction.read(rest)));
            case "code" -> code(draft);
            case "kernel" -> draft.recorded = Optional.of(recorded(rest));
            default ->
                    throw wrong(
                            "'"
                                    + word
                                    + "' is none of program, type, attach, target, license, flags,"
                                    + " mode, map, function, code, kernel");
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
        private final List<CaseMap> maps = new ArrayList<>();
        private final List<CaseFunction> functions = new ArrayList<>();
        private CaseCode code;
        private Bytecode bytecode;
        private Optional<Recorded> recorded = Optional.empty();

        Draft(String name) {
            this.name = name;
        }

        VerifyCase done() {
            if (name.isEmpty() || type == null || code == null) {
                throw wrong(line, "a case has a name, a type and code");
            }
            TypeWriter types = new TypeWriter(type);
            List<Subprogram> subprograms =
                    CaseFunction.layOut(name, functions, code, bytecode, types);
            maps.forEach(map -> map.declare(types));
            boolean typed = !functions.isEmpty() || maps.stream().anyMatch(CaseMap::hasFields);
            Optional<Btf> btf = typed ? Optional.of(types.btf()) : Optional.empty();
            Program program =
                    new Program(
                            name,
                            "",
                            type,
                            attachType,
                            bytecode,
                            subprograms,
                            List.of(),
                            maps.stream().map(map -> map.definition(btf)).toList(),
                            license,
                            0,
                            btf,
                            flags,
                            target,
                            code.kernelNames());
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

    /// What `reading` yields; what is wrong gets the number of the line.
    private <T> T located(Supplier<T> reading) {
        try {
            return reading.get();
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

    /// The lines up to `end`.
    private void code(Draft draft) {
        int first = next;
        while (next < lines.length && !lines[next].strip().equals("end")) {
            next++;
        }
        if (next == lines.length) {
            throw wrong(first, "no 'end' follows the code");
        }
        List<MapDefinition> maps =
                draft.maps.stream().map(map -> map.definition(Optional.empty())).toList();
        draft.code = new CaseCode(Arrays.asList(lines).subList(first, next++), maps, kernel);
        try {
            draft.bytecode = draft.code.assemble();
        } catch (MalformedException e) {
            int line = e.diagnostic().place() instanceof Place.InText at ? at.line() : 0;
            throw wrong(first + line, e.diagnostic().message() + ": " + e.diagnostic().remedy());
        } catch (IllegalArgumentException e) {
            throw wrong(first, e.getMessage());
        }
    }

    private IllegalArgumentException wrong(String message) {
        return wrong(next, message);
    }

    private static IllegalArgumentException wrong(int line, String message) {
        return new IllegalArgumentException("line " + line + ": " + message);
    }
}
