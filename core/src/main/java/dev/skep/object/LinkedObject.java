package dev.skep.object;

import dev.skep.program.MapDefinition;
import dev.skep.program.Program;
import dev.skep.program.StructOps;
import java.util.List;

/// An object whose parts have been put together.
///
/// @param programs in the order of the file
/// @param maps all maps of the object; the same list as every program's, so that one set of created
///   maps serves them all
/// @param core what became of each CO-RE relocation
/// @param structs the structures of functions that its programs implement
public record LinkedObject(
        List<Program> programs,
        List<MapDefinition> maps,
        List<CoreResolution> core,
        List<StructOps> structs) {
    /// An object that implements no structures.
    public LinkedObject(
            List<Program> programs, List<MapDefinition> maps, List<CoreResolution> core) {
        this(programs, maps, core, List.of());
    }

    /// Copies its lists.
    public LinkedObject {
        structs = List.copyOf(structs);
        programs = List.copyOf(programs);
        maps = List.copyOf(maps);
        core = List.copyOf(core);
    }

    /// The program of that name.
    ///
    /// @throws dev.skep.diag.LinkException if there is none; the diagnostic suggests names
    public Program program(String name) {
        return programs.stream()
                .filter(program -> program.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                BpfObject.noProgram(
                                        name, programs.stream().map(Program::name).toList()));
    }
}
