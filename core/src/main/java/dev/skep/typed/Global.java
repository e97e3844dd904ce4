package dev.skep.typed;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.HostException;
import dev.skep.diag.Place;
import dev.skep.diag.Suggestions;
import dev.skep.host.BpfMap;
import dev.skep.program.Globals;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A global variable of the programs of an object, in the memory that they see: getting and setting
/// it takes no call of the host.
///
///     Global<Long> missed = object.global("missed", Long.class);
///     long soFar = missed.get();
///
/// What fits is what fits in a [TypedMap]. Numbers are read and written whole; of structures and
/// arrays, a program may see one field before the other. Constants (`const volatile`) can be read.
/// When the map that holds the variable is closed, every access is an [IllegalStateException]. Safe
/// for many threads.
///
/// @param <T> what it holds
public final class Global<T> {
    private final Codec codec;
    private final MemorySegment memory;
    private final Optional<Words> words;
    private final String place;

    private Global(BpfMap map, Globals.Variable variable, Class<T> type) {
        place = "global %s as %s".formatted(variable.name(), Spelling.named(type));
        Shape shape = Shapes.ofGlobal(map, variable, type);
        Shapes.demandSize(shape, variable.size(), place, "the variable");
        codec = Codecs.of(type, shape, place);
        memory = map.memory().asSlice(variable.offset(), variable.size());
        words = shape instanceof Shape.Number number ? Words.of(number) : Optional.empty();
    }

    /// The variable of that name.
    ///
    /// @param maps of the object, those that hold its global variables among them
    /// @throws HostException with [TypedCode#NO_GLOBAL] if there is none, with another [TypedCode]
    ///   if the class does not fit; a [dev.skep.host.MapException] if the host does not share it
    public static <T> Global<T> of(List<? extends BpfMap> maps, String name, Class<T> type) {
        List<String> known = new ArrayList<>();
        for (BpfMap map : maps) {
            for (Globals.Variable variable :
                    map.definition().globals().map(Globals::variables).orElse(List.of())) {
                if (variable.name().equals(name)) {
                    return new Global<>(map, variable, type);
                }
                known.add(variable.name());
            }
        }
        throw missing(name, known);
    }

    private static HostException missing(String name, List<String> known) {
        List<String> near = Suggestions.of(name, known);
        String fix =
                known.isEmpty()
                        ? "the object has no global variables"
                        : near.isEmpty()
                                ? "there are: " + String.join(", ", known)
                                : "did you mean " + String.join(" or ", near) + "?";
        return new HostException(
                Diagnostic.of(TypedCode.NO_GLOBAL, "there is no global variable " + name)
                        .at(new Place.Named("global " + name))
                        .fix(fix));
    }

    /// What it holds now.
    ///
    /// @throws HostException with [TypedCode#UNKNOWN_CONSTANT] if it is a number that no constant
    ///   of an enum stands for
    @SuppressWarnings("unchecked")
    public T get() {
        // Whoever asks in a loop sees what programs write meanwhile.
        VarHandle.acquireFence();
        return (T) codec.read(memory, 0);
    }

    /// Stores `value`.
    ///
    /// @throws HostException with [TypedCode#BAD_VALUE] if it does not fit
    /// @throws HostException with [TypedCode#CONSTANT] if it is one
    public void set(T value) {
        demandWritable();
        codec.write(memory, 0, value);
        VarHandle.releaseFence();
    }

    /// Adds to a whole number, atomically: what programs do with `__sync_fetch_and_add`.
    ///
    /// @return what it held before
    /// @throws HostException with [TypedCode#DOES_NOT_FIT] if it is no whole number of 4 or 8 bytes
    /// @throws HostException with [TypedCode#CONSTANT] if it is one
    public long getAndAdd(long delta) {
        demandWritable();
        return words().getAndAdd(memory, 0, delta);
    }

    /// Stores `value` in the place of `expected`, atomically; says whether that stood there.
    ///
    /// @throws HostException with [TypedCode#DOES_NOT_FIT] if it is no whole number of 4 or 8 bytes
    /// @throws HostException with [TypedCode#CONSTANT] if it is one
    public boolean compareAndSet(long expected, long value) {
        demandWritable();
        return words().compareAndSet(memory, 0, expected, value);
    }

    /// Its bytes; read-only for constants.
    public MemorySegment memory() {
        return memory;
    }

    private Words words() {
        return words.orElseThrow(
                () ->
                        Refusals.doesNotFit(
                                place,
                                "only whole numbers of 4 and 8 bytes change atomically",
                                "use get and set, or the memory"));
    }

    private void demandWritable() {
        if (memory.isReadOnly()) {
            throw Refusals.refuse(
                    TypedCode.CONSTANT,
                    place,
                    "programs were verified with this value, and may rely on it",
                    "give it another value before loading: LinkOptions.withGlobals");
        }
    }
}
