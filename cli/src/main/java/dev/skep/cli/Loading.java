package dev.skep.cli;

import dev.skep.diag.Diagnostic;
import dev.skep.map.JvmMap;
import dev.skep.program.Program;
import dev.skep.runtime.JvmHost;
import dev.skep.runtime.JvmProgram;
import dev.skep.verify.VerifiedProgram;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Loads the programs of a run: compiled, if the verifier accepted them and the compiler does not
/// refuse.
///
/// @param verified the programs to compile, by name
/// @param refused why some of them are interpreted all the same, by name
record Loading(
        JvmHost host,
        List<JvmMap> maps,
        Map<String, VerifiedProgram> verified,
        Map<String, Diagnostic> refused) {
    Loading(JvmHost host, List<JvmMap> maps, Map<String, VerifiedProgram> verified) {
        this(host, maps, verified, new LinkedHashMap<>());
    }

    JvmProgram load(Program program) {
        Optional<VerifiedProgram> accepted = Optional.ofNullable(verified.get(program.name()));
        JvmProgram loaded =
                accepted.map(p -> host.load(p, maps)).orElseGet(() -> host.load(program, maps));
        loaded.notCompiled().ifPresent(why -> refused.put(program.name(), why));
        return loaded;
    }

    /// Says on standard error what is interpreted although it was accepted.
    void print(Console console) {
        refused.forEach(
                (name, why) ->
                        console.err()
                                .println("skep: %s is interpreted: %s".formatted(name, line(why))));
    }

    static String line(Diagnostic why) {
        return why.code().id() + ": " + why.message();
    }
}
