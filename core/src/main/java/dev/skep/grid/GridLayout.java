package dev.skep.grid;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.diag.Diagnostic;
import dev.skep.diag.HostException;
import dev.skep.diag.Place;
import dev.skep.program.MapDefinition;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/// Where a grid stands in the values of a map.
///
/// A map is a grid if the type of its values is a two-dimensional array of whole numbers, or a
/// structure with one:
///
///     struct { u64 packets[8][16]; }                       8 rows of 16 columns
///
/// A declaration tag on the member says more, and which of several arrays is meant:
///
///     u32 rows, columns, current;
///     u64 cells[2][2048][32]
///         __attribute__((btf_decl_tag("grid:bits,plane=current,rows=rows,columns=columns")));
///
/// With `bits`, each bit of a number is a cell, the lowest first: here, 64 columns to a number.
/// `rows=` and `columns=` name members that say how much of the array is in use; they stand beside
/// the array, and 0 means all. An array of grids has three dimensions, and `plane=` names the
/// member that says which of them is meant; without it, the first is. A tag `grid` alone only says
/// which array it is. The grid of a per-CPU map is the sum over its CPUs.
public final class GridLayout {
    private final Place place;
    private final OptionalInt stride;
    private final Btf btf;
    private final BtfType.Composite around;
    private final GridTag tag;
    private final Cells cells;
    private final int offset;
    private final int planes;
    private final int rows;
    private final int width;

    private GridLayout(MapDefinition map, Btf btf, BtfType.Composite around, Array array) {
        this.place = place(map);
        this.stride =
                map.type().perCpu()
                        ? OptionalInt.of((map.valueSize() + 7) / 8 * 8)
                        : OptionalInt.empty();
        this.btf = btf;
        this.around = around;
        this.tag = array.tag();
        this.cells = Cells.of(array.element(), tag.bits(), btf.order());
        this.offset = Math.toIntExact(array.offset());
        List<Long> extents = array.extents();
        this.planes = extents.size() == 3 ? Math.toIntExact(extents.getFirst()) : 1;
        this.rows = Math.toIntExact(extents.get(extents.size() - 2));
        this.width = Math.toIntExact(extents.getLast());
        long end = array.offset() + (long) planes * rows * width * cells.size();
        if (end > map.valueSize()) {
            throw noGrid(place, "its values have %d bytes".formatted(map.valueSize()));
        }
        for (Optional<String> member : List.of(tag.plane(), tag.rows(), tag.columns())) {
            member.ifPresent(name -> number(name).orElseThrow(() -> noMember(name)));
        }
    }

    /// An array that may be a grid.
    private record Array(BtfType.Int element, List<Long> extents, long offset, GridTag tag) {
        boolean flat() {
            return extents.size() < 2;
        }
    }

    /// Whether the map's source says in so many words, with a tag, that it is a grid.
    public static boolean declared(MapDefinition map) {
        if (map.types().isEmpty()) {
            return false;
        }
        MapDefinition.Types types = map.types().get();
        int id = types.btf().resolve(types.valueTypeId());
        if (!(types.btf().type(id) instanceof BtfType.Composite around)) {
            return false;
        }
        for (int i = 0; i < around.members().size(); i++) {
            if (types.btf().tags(id, i).stream().anyMatch(GridTag::matches)) {
                return true;
            }
        }
        return false;
    }

    /// The grid in the values of `map`.
    ///
    /// @throws HostException with a [GridCode] if they have none, or it is not clear which
    public static GridLayout of(MapDefinition map) {
        Place place = place(map);
        MapDefinition.Types types =
                map.types()
                        .filter(t -> t.valueTypeId() != 0)
                        .orElseThrow(() -> noGrid(place, "nothing is known of its types"));
        Btf btf = types.btf();
        int id = btf.resolve(types.valueTypeId());
        return switch (btf.type(id)) {
            case BtfType.Composite around -> within(map, btf, id, around);
            case BtfType.Array _ -> {
                BtfType.Composite nothing = new BtfType.Struct("", 0, List.of());
                Array whole =
                        array(btf, id, 0, GridTag.NONE)
                                .filter(a -> a.extents().size() == 2)
                                .orElseThrow(() -> noGrid(place, "its values have no rows"));
                yield new GridLayout(map, btf, nothing, whole);
            }
            default -> throw noGrid(place, "its values are no arrays");
        };
    }

    private static Place place(MapDefinition map) {
        return new Place.Named("map " + map.name());
    }

    private static GridLayout within(MapDefinition map, Btf btf, int id, BtfType.Composite around) {
        Place place = place(map);
        List<Array> tagged = new ArrayList<>();
        List<Array> plain = new ArrayList<>();
        for (int i = 0; i < around.members().size(); i++) {
            BtfType.Member member = around.members().get(i);
            Optional<String> text = btf.tags(id, i).stream().filter(GridTag::matches).findFirst();
            if (text.isPresent()) {
                tagged.add(tagged(place, btf, member, text.get()));
            } else {
                array(btf, member.type(), member.offset(), GridTag.NONE)
                        .filter(a -> a.extents().size() == 2)
                        .ifPresent(plain::add);
            }
        }
        List<Array> found = tagged.isEmpty() ? plain : tagged;
        if (found.size() != 1) {
            throw noGrid(
                    place,
                    found.isEmpty()
                            ? "no member is a two-dimensional array of whole numbers"
                            : "several members could be meant");
        }
        return new GridLayout(map, btf, around, found.getFirst());
    }

    private static Array tagged(Place place, Btf btf, BtfType.Member member, String text) {
        GridTag tag =
                GridTag.of(text)
                        .orElseThrow(
                                () ->
                                        unfit(
                                                place,
                                                "the tag \"%s\" is not understood".formatted(text),
                                                "bits, plane=MEMBER, rows=MEMBER and"
                                                        + " columns=MEMBER are known"));
        return array(btf, member.type(), member.offset(), tag)
                .filter(a -> !a.flat())
                .orElseThrow(
                        () ->
                                unfit(
                                        place,
                                        "member %s has a tag \"%s\", but no rows of whole numbers"
                                                .formatted(member.name(), text),
                                        "declare it with two dimensions, or three"));
    }

    private static Optional<Array> array(Btf btf, int type, long offset, GridTag tag) {
        List<Long> extents = new ArrayList<>();
        int id = btf.resolve(type);
        while (btf.type(id) instanceof BtfType.Array array) {
            extents.add(array.count());
            id = btf.resolve(array.element());
        }
        boolean fits = extents.size() <= 3 && extents.stream().allMatch(e -> e > 0);
        return fits && btf.type(id) instanceof BtfType.Int element && element.size() <= Long.BYTES
                ? Optional.of(new Array(element, extents, offset, tag))
                : Optional.empty();
    }

    /// How many rows fit.
    public int mostRows() {
        return rows;
    }

    /// How many columns fit.
    public int mostColumns() {
        return Math.multiplyExact(width, cells.perElement());
    }

    /// Whether cells are bits: either 0 or 1.
    public boolean bits() {
        return cells.bits();
    }

    /// The grid in a value, which stays its memory.
    ///
    /// @throws HostException with [GridCode#EXTENT] if the value says that there is more than its
    ///   type has
    public Grid read(byte[] value) {
        if (stride.isEmpty()) {
            return one(value);
        }
        Grid sum = null;
        int next = stride.getAsInt();
        for (int at = 0; at + next <= value.length; at += next) {
            Grid each = one(Arrays.copyOfRange(value, at, at + next));
            sum = sum == null ? each : Numbers.sum(sum, each);
        }
        return Objects.requireNonNull(sum, "a value without CPUs");
    }

    private Bytes one(byte[] value) {
        ByteBuffer bytes = ByteBuffer.wrap(value).order(btf.order());
        int usedRows = extent(bytes, "rows", tag.rows(), mostRows());
        int usedColumns = extent(bytes, "columns", tag.columns(), mostColumns());
        long plane = tag.plane().map(name -> numberIn(bytes, name)).orElse(0L);
        if (plane < 0 || plane >= planes) {
            throw tooLarge("plane", plane, planes);
        }
        int start = offset + (int) plane * rows * width * cells.size();
        return new Bytes(this, bytes, start, usedRows, usedColumns);
    }

    /// Writes `grid` into a value, that of one CPU in a per-CPU map: its cells into the plane that
    /// the value names, its size into the members for it. Cells beyond it become 0.
    ///
    /// @throws HostException with [GridCode#EXTENT] if it is larger than what fits
    public void write(Grid grid, byte[] value) {
        ByteBuffer bytes = ByteBuffer.wrap(value).order(btf.order());
        if (grid.rows() > mostRows()) {
            throw tooLarge("rows", grid.rows(), mostRows());
        }
        if (grid.columns() > mostColumns()) {
            throw tooLarge("columns", grid.columns(), mostColumns());
        }
        tag.rows().ifPresent(name -> put(bytes, name, grid.rows()));
        tag.columns().ifPresent(name -> put(bytes, name, grid.columns()));
        int start = one(value).start();
        Arrays.fill(value, start, rowAt(start, rows), (byte) 0);
        for (int row = 0; row < grid.rows(); row++) {
            for (int column = 0; column < grid.columns(); column++) {
                cells.set(bytes, rowAt(start, row), column, grid.cell(row, column));
            }
        }
    }

    private int rowAt(int start, int row) {
        return start + row * width * cells.size();
    }

    /// A grid in the bytes of a value.
    private record Bytes(GridLayout layout, ByteBuffer bytes, int start, int rows, int columns)
            implements Grid {
        @Override
        public long cell(int row, int column) {
            Objects.checkIndex(row, rows);
            Objects.checkIndex(column, columns);
            return layout.cells.get(bytes, layout.rowAt(start, row), column);
        }

        @Override
        public boolean bits() {
            return layout.cells.bits();
        }

        @Override
        public long population() {
            if (!bits() || columns % Byte.SIZE != 0) {
                return Grid.super.population();
            }
            long population = 0;
            for (int row = 0; row < rows; row++) {
                int at = layout.rowAt(start, row);
                for (int column = 0; column < columns; column += Byte.SIZE) {
                    population += layout.cells.eight(bytes, at, column);
                }
            }
            return population;
        }
    }

    private int extent(ByteBuffer bytes, String what, Optional<String> member, int most) {
        long used = member.map(name -> numberIn(bytes, name)).orElse(0L);
        if (used < 0 || used > most) {
            throw tooLarge(what, used, most);
        }
        return used == 0 ? most : (int) used;
    }

    private record Number(int offset, Cells form) {}

    private Optional<Number> number(String name) {
        return around.members().stream()
                .filter(m -> m.name().equals(name) && m.bitSize() == 0)
                .filter(m -> btf.type(btf.resolve(m.type())) instanceof BtfType.Int)
                .map(
                        m ->
                                new Number(
                                        (int) m.offset(),
                                        Cells.of(
                                                (BtfType.Int) btf.type(btf.resolve(m.type())),
                                                false,
                                                btf.order())))
                .findFirst();
    }

    private long numberIn(ByteBuffer bytes, String name) {
        Number number = number(name).orElseThrow(() -> noMember(name));
        return number.form().get(bytes, number.offset(), 0);
    }

    private void put(ByteBuffer bytes, String name, long value) {
        Number number = number(name).orElseThrow(() -> noMember(name));
        number.form().set(bytes, number.offset(), 0, value);
    }

    private HostException noMember(String name) {
        return unfit(
                place,
                "the tag \"%s\" names %s, which is no number beside the array"
                        .formatted(tag.text(), name),
                "name a member of the same structure that is a whole number");
    }

    private HostException tooLarge(String what, long value, long most) {
        return new HostException(
                Diagnostic.of(
                                GridCode.EXTENT,
                                "%s %d; the type has %d".formatted(what, value, most))
                        .at(place)
                        .fix("look at who wrote the value"));
    }

    private static HostException noGrid(Place place, String why) {
        return new HostException(
                Diagnostic.of(GridCode.NO_GRID, why)
                        .at(place)
                        .fix(
                                "declare the value as u32 cells[ROWS][COLUMNS], or as a structure"
                                        + " with one such member, or tag one: btf_decl_tag(\"grid\")"));
    }

    private static HostException unfit(Place place, String message, String fix) {
        return new HostException(Diagnostic.of(GridCode.TAG, message).at(place).fix(fix));
    }
}
