package dev.skep.lab.verify;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.isa.Bytecode;
import dev.skep.lab.generate.TypeWriter;
import dev.skep.program.Program;
import dev.skep.program.Subprogram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// The line of a function: `add global int int ctx`.
///
/// @param signature the types of its result and its parameters
record CaseFunction(String name, boolean global, List<String> signature) {
    /// @throws IllegalArgumentException if something is wrong
    static CaseFunction read(String text) {
        List<String> words = Arrays.asList(text.split("\\s+"));
        if (words.size() < 3 || !words.get(1).matches("static|global")) {
            throw new IllegalArgumentException(
                    "a function has a name, static or global, a result and parameters");
        }
        return new CaseFunction(
                words.get(0), words.get(1).equals("global"), words.subList(2, words.size()));
    }

    /// The declarations of a program's functions; none where one of them has no type.
    static List<CaseFunction> of(Program program) {
        List<Subprogram> functions = program.subprograms();
        if (program.btf().isEmpty() || functions.stream().anyMatch(f -> f.btfId() == 0)) {
            return List.of();
        }
        return functions.stream().skip(1).map(f -> of(f, program.btf().get())).toList();
    }

    private static CaseFunction of(Subprogram function, Btf btf) {
        BtfType.Function type = (BtfType.Function) btf.type(function.btfId());
        BtfType.Prototype prototype = (BtfType.Prototype) btf.type(type.prototype());
        List<String> signature = new ArrayList<>();
        signature.add(TypeWriter.name(btf, prototype.result()));
        prototype.parameters().forEach(p -> signature.add(TypeWriter.name(btf, p.type())));
        return new CaseFunction(function.name(), function.global(), signature);
    }

    /// The line as [#read] takes it.
    String print() {
        return name + (global ? " global " : " static ") + String.join(" ", signature);
    }

    /// The functions of a program in order of slot, its entry first. Without declarations the entry
    /// counts as all.
    static List<Subprogram> layOut(
            String entry,
            List<CaseFunction> functions,
            CaseCode code,
            Bytecode bytecode,
            TypeWriter types) {
        if (functions.isEmpty()) {
            return List.of(new Subprogram(entry, 0, bytecode.slots(), true, 0));
        }
        List<CaseFunction> order = new ArrayList<>(functions);
        order.sort(Comparator.comparing(f -> f.start(code)));
        order.addFirst(new CaseFunction(entry, true, List.of("int", "ctx")));
        List<Subprogram> subprograms = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            CaseFunction function = order.get(i);
            boolean last = i == order.size() - 1;
            subprograms.add(
                    new Subprogram(
                            function.name,
                            i == 0 ? 0 : function.start(code),
                            last ? bytecode.slots() : order.get(i + 1).start(code),
                            function.global,
                            types.function(function.name, function.global, function.signature)));
        }
        return subprograms;
    }

    private int start(CaseCode code) {
        int start = code.label(name);
        if (start < 0) {
            throw new IllegalArgumentException("no label stands before function " + name);
        }
        return start;
    }
}
