package dev.skep.lab.verify;

import dev.skep.asm.Assembler;
import dev.skep.isa.Bytecode;
import dev.skep.object.KernelSymbols;
import dev.skep.program.MapDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The code of a case: what the assembler reads, with names where that wants numbers.
final class CaseCode {
    private static final Pattern MAP = Pattern.compile("map\\[([A-Za-z_]\\w*)]");
    private static final Pattern KFUNC = Pattern.compile("kfunc\\[(\\w+)]");
    private static final Pattern FUNCTION = Pattern.compile("subprog\\[([A-Za-z_]\\w*)]");
    private static final Pattern LABEL = Pattern.compile("\\s*([A-Za-z_]\\w*):.*");
    private static final Pattern WIDE = Pattern.compile(".*(\\bll\\b|= (map|subprog|var)\\[).*");

    /// Beyond the ids of any kernel's types.
    private static final int FIRST_KFUNC = 1 << 29;

    private final List<String> lines;
    private final List<MapDefinition> maps;
    private final KernelSymbols kernel;
    private final Map<String, Integer> labels = new HashMap<>();
    private final Map<String, Integer> kfuncs = new LinkedHashMap<>();

    /// @param kernel numbers the kernel's functions; those that it does not know get made-up ones
    CaseCode(List<String> lines, List<MapDefinition> maps, KernelSymbols kernel) {
        this.lines = repeated(lines);
        this.maps = maps;
        this.kernel = kernel;
        int slot = 0;
        for (String line : this.lines) {
            slot += slots(line, slot);
        }
    }

    /// Writes out what stands between `.rept N` and `.endr`, with the number of the round, from 0
    /// on, for `\+`, as the GNU assembler does.
    private static List<String> repeated(List<String> lines) {
        List<String> out = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).strip().startsWith(".rept ")) {
                out.add(lines.get(i));
                continue;
            }
            int times = Integer.parseInt(lines.get(i).strip().substring(6));
            List<String> body = new ArrayList<>();
            while (!lines.get(++i).strip().equals(".endr")) {
                body.add(lines.get(i));
            }
            for (int round = 0; round < times; round++) {
                String number = String.valueOf(round);
                body.forEach(line -> out.add(line.replace("\\+", number)));
            }
        }
        return out;
    }

    /// The slot of a label, or -1.
    int label(String name) {
        return labels.getOrDefault(name, -1);
    }

    /// The names of the kernel functions that the code calls, by id.
    Map<Integer, String> kernelNames() {
        Map<Integer, String> names = new HashMap<>();
        kfuncs.forEach((name, id) -> names.put(id, name));
        return names;
    }

    /// @throws dev.skep.diag.MalformedException as the assembler does; lines count from the first
    Bytecode assemble() {
        StringBuilder text = new StringBuilder();
        int slot = 0;
        for (String line : lines) {
            text.append(numbered(line, slot)).append('\n');
            slot += slots(line, slot);
        }
        return Assembler.assemble(text.toString(), CaseReader.HELPERS);
    }

    private int slots(String line, int slot) {
        String rest = line.replaceFirst("[;#].*|//.*", "");
        Matcher label = LABEL.matcher(rest);
        if (label.matches()) {
            labels.put(label.group(1), slot);
            rest = rest.substring(rest.indexOf(':') + 1);
        }
        if (rest.isBlank()) {
            return 0;
        }
        return WIDE.matcher(rest).matches() ? 2 : 1;
    }

    private String numbered(String line, int slot) {
        String text = MAP.matcher(line).replaceAll(m -> "map[" + map(m.group(1)) + "]");
        text = FUNCTION.matcher(text).replaceAll(m -> function(m.group(1), slot));
        return KFUNC.matcher(text).replaceAll(m -> "kfunc#" + kfunc(m.group(1)));
    }

    private int map(String name) {
        for (int i = 0; i < maps.size(); i++) {
            if (maps.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no map is called " + name);
    }

    private String function(String name, int slot) {
        if (!labels.containsKey(name)) {
            throw new IllegalArgumentException("no function is called " + name);
        }
        return "subprog[%+d]".formatted(labels.get(name) - slot - 1);
    }

    private int kfunc(String name) {
        return kfuncs.computeIfAbsent(
                name, _ -> kernel.function(name).orElse(FIRST_KFUNC + kfuncs.size()));
    }
}
