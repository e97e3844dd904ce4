package dev.skep.btf;

import dev.skep.diag.Code;

/// What can be wrong with BTF and with what it is used for.
public enum BtfCode implements Code {
    /// There are no bytes.
    EMPTY("B001", "the BTF is empty"),
    /// The magic number is missing.
    NOT_BTF("B002", "not BTF"),
    /// It ends before what it announces.
    TRUNCATED("B003", "the BTF is cut short"),
    /// The header contradicts itself or the bytes.
    HEADER("B004", "a broken BTF header"),
    /// A name lies outside the strings or has no end.
    STRING("B005", "a broken BTF string"),
    /// A kind that does not exist.
    KIND("B006", "an unknown kind of BTF type"),
    /// A type contradicts itself.
    TYPE("B007", "a broken BTF type"),
    /// A type id that is not defined, or is one of the wrong kind.
    REFERENCE("B008", "a BTF type that refers to nowhere"),
    /// A type that contains itself.
    CYCLE("B009", "a BTF type that contains itself"),
    /// A type without a size was asked for one.
    NO_SIZE("B010", "a BTF type without a size"),
    /// `.BTF.ext` that cannot be right.
    EXT("B011", "broken BTF.ext"),
    /// Types that expand to more text or values than anyone can use.
    TOO_LARGE("B012", "BTF types that expand beyond measure"),
    /// Bytes that are fewer than the type they are to be read as.
    SHORT_VALUE("B013", "fewer bytes than the type needs");

    private final String id;
    private final String title;

    BtfCode(String id, String title) {
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
