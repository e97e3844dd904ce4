package dev.skep.program;

import dev.skep.btf.Btf;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The special fields of a type, found as Linux 6.18 finds them: by walking into structures, arrays
/// of structures and, for maps of global variables, sections; not into unions, nor through typedefs
/// and qualifiers.
///
/// @param fields in the order of their offsets; none if the kernel finds fault with one
/// @param fault why the kernel takes none of them. It creates a map all the same, whose values then
///   are plain memory
public record SpecialFields(List<SpecialField> fields, Optional<Fault> fault) {
    /// What can be wrong with special fields.
    public enum Fault {
        /// Two fields of a kind of which there can be only one.
        TWICE("two fields of a kind that a value can have only one of"),
        /// More than 11 fields.
        TOO_MANY("more special fields than the kernel counts"),
        /// Structures nested too deep.
        TOO_DEEP("structures nested too deep"),
        /// An array of fields that must stand alone.
        REPEATED("an array of fields that must stand alone"),
        /// A pointer with an unknown tag, with two, or to something else than a structure.
        POINTER("a tagged pointer that the kernel does not know"),
        /// A list or tree that does not say what it holds, or names what is not there.
        CONTENTS("a list or tree without a valid declaration of what it contains"),
        /// Both kinds of locks.
        TWO_LOCKS("a spin lock and a resilient one"),
        /// A list or tree without a lock.
        NO_LOCK("a list or tree without a lock"),
        /// Two kinds of nodes without a reference counter.
        NO_COUNTER("a list node and a tree node without a reference counter");

        private final String title;

        Fault(String title) {
            this.title = title;
        }

        /// A few words for people.
        public String title() {
            return title;
        }
    }

    private static final Set<SpecialField.Kind> IN_OBJECTS =
            EnumSet.complementOf(
                    EnumSet.of(
                            SpecialField.Kind.TIMER,
                            SpecialField.Kind.WORKQUEUE,
                            SpecialField.Kind.TASK_WORK,
                            SpecialField.Kind.USER_POINTER));

    private static final Set<SpecialField.Kind> IN_MAPS =
            EnumSet.complementOf(
                    EnumSet.of(SpecialField.Kind.LIST_NODE, SpecialField.Kind.RB_NODE));

    /// Copies the fields.
    public SpecialFields {
        fields = List.copyOf(fields);
    }

    /// The fields of map values of a type: a structure, or the section of a map of global
    /// variables.
    public static SpecialFields of(Btf btf, int typeId) {
        return new FieldSearch(btf, IN_MAPS, Map.of()).search(typeId);
    }

    /// The fields of objects of a structure that programs allocate.
    public static SpecialFields ofAllocated(Btf btf, int typeId) {
        return new FieldSearch(btf, IN_OBJECTS, Map.of()).search(typeId);
    }

    /// The fields of the values of a map; none if their type is not known.
    public static SpecialFields of(MapDefinition map) {
        Map<String, Long> offsets = new HashMap<>();
        map.globals()
                .ifPresent(
                        globals ->
                                globals.variables()
                                        .forEach(v -> offsets.put(v.name(), (long) v.offset())));
        return map.types()
                .filter(types -> types.valueTypeId() != 0)
                .map(t -> new FieldSearch(t.btf(), IN_MAPS, offsets).search(t.valueTypeId()))
                .orElse(new SpecialFields(List.of(), Optional.empty()));
    }

    /// The first field that the `bytes` bytes at `at` touch.
    public Optional<SpecialField> touchedBy(int at, int bytes) {
        return fields.stream().filter(f -> f.overlaps(at, bytes)).findFirst();
    }

    /// The field of that kind that starts at `offset`.
    public Optional<SpecialField> at(SpecialField.Kind kind, int offset) {
        return fields.stream().filter(f -> f.kind() == kind && f.offset() == offset).findFirst();
    }

    /// Whether there is a field of that kind.
    public boolean has(SpecialField.Kind kind) {
        return fields.stream().anyMatch(f -> f.kind() == kind);
    }
}
