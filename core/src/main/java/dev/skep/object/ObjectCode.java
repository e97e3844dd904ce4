package dev.skep.object;

import dev.skep.diag.Code;
import dev.skep.diag.Diagnostic;
import dev.skep.diag.LinkException;
import dev.skep.diag.MalformedException;
import dev.skep.diag.Place;

/// Why an object cannot be read or linked.
public enum ObjectCode implements Code {
    /// A function lies outside its section, or between instructions, or across another one.
    FUNCTION("O001", "a function that does not fit into its section"),
    /// A definition in `.maps` without the BTF that describes it.
    NO_BTF("O002", "maps are declared by BTF that is not there"),
    /// A declaration in `.maps` or `maps` that makes no sense.
    MAP("O003", "a broken map definition"),
    /// A map type number that no kernel has.
    MAP_TYPE("O004", "an unknown map type"),
    /// Two maps of one name.
    DUPLICATE_MAP("O005", "two maps of the same name"),
    /// A section that is too large for a map or a program.
    TOO_LARGE("O006", "too large"),
    /// A relocation that refers to nothing that a program can use.
    RELOCATION("O007", "a relocation to nowhere"),
    /// A relocation of a type that BPF loaders do not know.
    RELOCATION_TYPE("O008", "an unsupported relocation type"),
    /// A relocation of something that is no call and no wide load.
    RELOCATION_PLACE("O009", "a relocation of an instruction that cannot take it"),
    /// A call to a place where no function starts.
    CALL("O010", "a call to nowhere"),
    /// A symbol that must come from outside and does not.
    UNRESOLVED("O011", "an unresolved symbol"),
    /// A configuration value that its variable cannot hold.
    KCONFIG("O012", "a configuration value that does not fit"),
    /// No program of that name.
    NO_PROGRAM("O013", "there is no such program"),
    /// No global variable of that name.
    NO_VARIABLE("O014", "there is no such global variable"),
    /// A value that a global variable cannot hold.
    VALUE("O015", "a value that does not fit its variable"),
    /// A `license` or `version` section that cannot be read.
    HEADER("O016", "a broken license or version section"),
    /// Something that is understood but that no host here can take.
    UNSUPPORTED("O017", "not supported"),
    /// A variable in a `.struct_ops` section that is no structure of functions of the object.
    STRUCT_OPS("O018", "a broken structure of functions (struct_ops)");

    private final String id;
    private final String title;

    ObjectCode(String id, String title) {
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

    /// A file that cannot be right, at an offset of a section.
    MalformedException malformed(String message, String section, long offset, String remedy) {
        return new MalformedException(
                Diagnostic.of(this, message).at(new Place.InBytes(section, offset)).fix(remedy));
    }

    /// Parts that do not fit together, at an offset of a section.
    LinkException unlinkable(String message, String section, long offset, String remedy) {
        return new LinkException(
                Diagnostic.of(this, message).at(new Place.InBytes(section, offset)).fix(remedy));
    }
}
