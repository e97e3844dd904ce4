package dev.skep.spec;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Reads `maps.txt`: a line a map type.
final class MapTable {
    static final Map<MapType, MapRules> RULES = read(Resource.lines("maps.txt"));

    private static final int FIRST_FLAG = 4;

    private MapTable() {}

    private static Map<MapType, MapRules> read(List<String> lines) {
        Map<MapType, MapRules> rules = new EnumMap<>(MapType.class);
        for (String line : lines) {
            String[] cells = line.split(" +");
            MapType type = MapType.valueOf(cells[0].toUpperCase(Locale.ROOT));
            rules.put(type, rules(cells));
        }
        return rules;
    }

    private static MapRules rules(String[] cells) {
        Set<MapFlag> flags = EnumSet.noneOf(MapFlag.class);
        Set<MapFlag> required = EnumSet.noneOf(MapFlag.class);
        for (int i = FIRST_FLAG; i < cells.length; i++) {
            String name = cells[i].replace("!", "").toUpperCase(Locale.ROOT);
            flags.add(MapFlag.valueOf(name));
            if (cells[i].endsWith("!")) {
                required.add(MapFlag.valueOf(name));
            }
        }
        return new MapRules(amount(cells[1]), amount(cells[2]), amount(cells[3]), flags, required);
    }

    private static MapRules.Amount amount(String text) {
        String[] parts = text.split("/");
        int step = 1;
        if (parts.length > 1) {
            step = parts[1].equals("2^") ? 0 : Integer.parseInt(parts[1]);
        }
        if (parts[0].endsWith("+")) {
            int least = Integer.parseInt(parts[0].substring(0, parts[0].length() - 1));
            return new MapRules.Amount(least, Integer.MAX_VALUE, step);
        }
        String[] ends = parts[0].split("-");
        return new MapRules.Amount(
                Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]), step);
    }
}
