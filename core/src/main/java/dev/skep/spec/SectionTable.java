package dev.skep.spec;

import java.util.List;
import java.util.Optional;

/// Section names, from `sections.txt`.
final class SectionTable {
    private record Row(
            String name, ProgramType type, int attachType, boolean target, boolean sleepable) {
        static Row of(String line) {
            String[] cells = line.split("\\s+");
            String flags = cells.length > 3 ? cells[3] : "";
            return new Row(
                    cells[0],
                    ProgramType.byName(cells[1]).orElseThrow(),
                    cells[2].equals("NONE") ? 0 : AttachType.valueOf(cells[2]).id(),
                    flags.contains("+"),
                    flags.contains("s"));
        }

        boolean fits(String section) {
            return section.equals(name) || target && section.startsWith(name + "/");
        }

        /// Before libbpf 1.0 the beginning of a section's name was enough: `xdp_drop`, `tc/filter`.
        boolean fitsLoosely(String section) {
            return section.startsWith(name);
        }

        SectionMatch match(String section, boolean autoload) {
            String rest = section.substring(name.length());
            String target = rest.startsWith("/") ? rest.substring(1) : "";
            return new SectionMatch(type, attachType, target, sleepable, autoload);
        }
    }

    private static final List<Row> ROWS =
            Resource.lines("sections.txt").stream().map(Row::of).toList();

    private SectionTable() {}

    /// The names, in the order of the table.
    static List<String> names() {
        return ROWS.stream().map(Row::name).toList();
    }

    static Optional<SectionMatch> match(String section) {
        boolean autoload = !section.startsWith("?");
        String name = autoload ? section : section.substring(1);
        return ROWS.stream()
                .filter(row -> row.fits(name))
                .findFirst()
                .or(() -> ROWS.stream().filter(row -> row.fitsLoosely(name)).findFirst())
                .map(row -> row.match(name, autoload));
    }
}
