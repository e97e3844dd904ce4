package dev.skep.map;

import dev.skep.host.Errno;
import dev.skep.host.LoadedProgram;
import dev.skep.memory.OffHeap;
import dev.skep.program.MapDefinition;
import java.util.Optional;

/// `BPF_MAP_TYPE_PROG_ARRAY`: programs by index, for tail calls. To user space, an element is the
/// id of a program in the host's [Registry].
public final class ProgramArrayMap extends JvmMap {
    private final References<LoadedProgram> programs;
    private final Registry registry;

    ProgramArrayMap(MapDefinition definition, Registry registry) {
        super(definition, registry);
        this.registry = registry;
        programs = new References<>(definition.maxEntries());
    }

    /// The program at `index`, unsigned; `null` if there is none, or that is outside the array.
    public LoadedProgram programAt(int index) {
        return programs.get(index);
    }

    /// Puts a program at `index`.
    ///
    /// @throws dev.skep.host.MapException `E2BIG` if that is outside the array
    public void set(int index, LoadedProgram program) {
        long result = programs.set(index, program, ANY);
        if (result < 0) {
            throw Refusal.of(definition(), "update", result);
        }
    }

    @Override
    long userLookup(long key, long value) {
        LoadedProgram program = programs.get(OffHeap.getInt(key));
        if (program == null) {
            return Errno.ENOENT.result();
        }
        OffHeap.putInt(value, registry.id(program));
        return 0;
    }

    @Override
    long userUpdate(long key, long value, long flags) {
        long refusal = programs.refusal(OffHeap.getInt(key), flags);
        if (refusal < 0) {
            return refusal;
        }
        Optional<LoadedProgram> program = registry.program(OffHeap.getInt(value));
        return program.isPresent()
                ? programs.set(OffHeap.getInt(key), program.get(), flags)
                : Errno.EBADF.result();
    }

    @Override
    long userDelete(long key) {
        return programs.remove(OffHeap.getInt(key));
    }

    @Override
    long userNextKey(long key, long next) {
        return Indices.next(key, next, definition().maxEntries());
    }
}
