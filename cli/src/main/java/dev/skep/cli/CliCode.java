package dev.skep.cli;

import dev.skep.diag.Code;

/// What the command line refuses.
enum CliCode implements Code {
    /// Options and arguments that do not fit.
    USAGE("U001", "the command line is wrong"),
    /// A file that cannot be opened, read or written.
    FILE("U002", "a file cannot be read or written"),
    /// A name that stands for nothing.
    UNKNOWN_NAME("U003", "nothing has this name"),
    /// An ELF file without types.
    NO_BTF("U004", "the object carries no types"),
    /// Text that should be bytes.
    HEXADECIMAL("U005", "not hexadecimal bytes"),
    /// An object with no program to run, or several.
    WHICH_PROGRAM("U006", "it is not clear which program is meant"),
    /// An element that does not fit its map.
    MAP_SETTING("U007", "an element that does not fit its map"),
    /// A program whose section name does not say its type.
    WHICH_TYPE("U008", "it is not known what the program attaches to"),
    /// A fault of our own.
    DEFECT("U070", "a defect in skep itself");

    private final String id;
    private final String title;

    CliCode(String id, String title) {
        this.id = id;
        this.title = title;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String title() {
        return title;
    }
}
