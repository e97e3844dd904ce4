package dev.skep.cli;

import dev.skep.btf.Btf;
import dev.skep.btf.CDeclarations;
import dev.skep.host.BpfMap;
import dev.skep.program.Globals;
import dev.skep.program.MapDefinition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The global variables that a map holds, as they are now. Constants are left out of the text: they
/// are what they were.
record GlobalContents(BpfMap map) {
    List<String> lines() {
        Globals globals = globals();
        List<String> lines = new ArrayList<>();
        if (globals.readOnly()) {
            return lines;
        }
        byte[] now = now();
        for (Globals.Variable variable : globals.variables()) {
            if (type(variable).filter(b -> EventTypes.isDeclaration(b, variable)).isPresent()) {
                continue;
            }
            byte[] bytes = bytes(now, variable);
            String name =
                    type(variable)
                            .map(b -> CDeclarations.declare(b, variable.typeId(), variable.name()))
                            .orElse(variable.name());
            lines.add(name + " = " + TypedBytes.text(type(variable), variable.typeId(), bytes));
        }
        return lines;
    }

    /// The variables as trees for [Json], constants too.
    List<Object> tree() {
        byte[] now = now();
        List<Object> trees = new ArrayList<>();
        for (Globals.Variable variable : globals().variables()) {
            byte[] bytes = bytes(now, variable);
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("key", variable.name());
            tree.put("value", TypedBytes.tree(type(variable), variable.typeId(), bytes));
            trees.add(tree);
        }
        return trees;
    }

    private Globals globals() {
        return map.definition().globals().orElseThrow();
    }

    private byte[] now() {
        return map.lookup(new byte[Integer.BYTES]).orElseThrow();
    }

    private Optional<Btf> type(Globals.Variable variable) {
        return map.definition()
                .types()
                .map(MapDefinition.Types::btf)
                .filter(_ -> variable.typeId() != 0);
    }

    private static byte[] bytes(byte[] now, Globals.Variable variable) {
        return Arrays.copyOfRange(now, variable.offset(), variable.offset() + variable.size());
    }
}
