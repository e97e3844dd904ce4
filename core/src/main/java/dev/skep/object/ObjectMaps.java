package dev.skep.object;

import dev.skep.btf.Btf;
import dev.skep.diag.Diagnostic;
import dev.skep.diag.LinkException;
import dev.skep.diag.Place;
import dev.skep.program.Globals;
import dev.skep.program.MapDefinition;
import dev.skep.spec.MapType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/// The maps of an object, by number and by the place in the file that code refers to them by.
final class ObjectMaps {
    /// A place in the file, in the order of the file.
    private record Spot(int section, long offset) implements Comparable<Spot> {
        @Override
        public int compareTo(Spot other) {
            int sections = Integer.compare(section, other.section);
            return sections != 0 ? sections : Long.compare(offset, other.offset);
        }
    }

    private final List<MapDefinition> definitions = new ArrayList<>();
    private final TreeMap<Spot, Integer> places = new TreeMap<>();
    private final Optional<Kconfig> kconfig;

    /// The maps at their places, and behind them that of the configuration values.
    ObjectMaps(List<LocatedMap> located, Optional<Kconfig> kconfig) {
        this.kconfig = kconfig;
        Set<String> names = new HashSet<>();
        for (LocatedMap map : located) {
            if (!names.add(map.definition().name())) {
                throw ObjectCode.DUPLICATE_MAP.malformed(
                        "two maps are called " + map.definition().name(),
                        "",
                        Math.max(map.offset(), 0),
                        "rename one of them");
            }
            places.putIfAbsent(new Spot(map.section(), map.offset()), definitions.size());
            definitions.add(map.definition());
        }
        kconfig.ifPresent(settings -> definitions.add(settings.empty()));
    }

    List<MapDefinition> definitions() {
        return definitions;
    }

    /// The map that is declared at that place.
    OptionalInt declaredAt(int section, long offset) {
        return number(new Spot(section, offset));
    }

    /// The map whose declaration goes over that place.
    Optional<MapDefinition> around(int section, long offset) {
        Map.Entry<Spot, Integer> entry = places.floorEntry(new Spot(section, offset));
        return entry == null || entry.getKey().section != section
                ? Optional.empty()
                : Optional.of(definitions.get(entry.getValue()));
    }

    /// The map that holds the variables of that section.
    OptionalInt globalsOf(int section) {
        return number(new Spot(section, LocatedMap.WHOLE));
    }

    /// The only arena, whose memory the variables of `.addr_space.1` live in.
    OptionalInt arena() {
        for (int index = 0; index < definitions.size(); index++) {
            if (definitions.get(index).type() == MapType.ARENA) {
                return OptionalInt.of(index);
            }
        }
        return OptionalInt.empty();
    }

    /// The map of configuration values, and its layout.
    int kconfigIndex() {
        return definitions.size() - 1;
    }

    Kconfig kconfig() {
        return kconfig.orElseThrow();
    }

    private OptionalInt number(Spot place) {
        Integer index = places.get(place);
        return index == null ? OptionalInt.empty() : OptionalInt.of(index);
    }

    /// The definitions with the values that configuration and caller set.
    ///
    /// @param variables values of global variables by name
    /// @throws LinkException if a value is missing or does not fit, or there is no such variable
    List<MapDefinition> filled(
            LinkOptions options,
            Map<String, String> variables,
            Optional<Btf> btf,
            ByteOrder order) {
        List<MapDefinition> filled = new ArrayList<>(definitions);
        kconfig.ifPresent(
                settings -> filled.set(kconfigIndex(), settings.filled(options.kconfig())));
        variables.forEach((name, value) -> set(filled, name, value, btf, order));
        return filled;
    }

    private static void set(
            List<MapDefinition> maps,
            String name,
            String value,
            Optional<Btf> btf,
            ByteOrder order) {
        Set<String> names = new HashSet<>();
        for (int index = 0; index < maps.size(); index++) {
            Globals globals = maps.get(index).globals().orElse(null);
            if (globals == null) {
                continue;
            }
            for (Globals.Variable variable : globals.variables()) {
                if (variable.name().equals(name)) {
                    byte[] bytes = new GlobalValue(btf, order, variable).encode(value);
                    byte[] contents = globals.contents();
                    ByteBuffer.wrap(contents).put(variable.offset(), bytes);
                    Globals changed =
                            new Globals(contents, globals.variables(), globals.readOnly());
                    maps.set(index, maps.get(index).withGlobals(changed));
                    return;
                }
                names.add(variable.name());
            }
        }
        throw new LinkException(
                Diagnostic.of(ObjectCode.NO_VARIABLE, "there is no global variable " + name)
                        .at(new Place.Named("variable " + name))
                        .fix(Text.suggest(name, names, "the object has no global variables")));
    }
}
