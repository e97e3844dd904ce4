package dev.skep.linux;

import dev.skep.diag.Code;

/// What the kernel host refuses, and why it may not work at all.
public enum KernelCode implements Code {
    /// No Linux, no bpf(2), or no permission.
    UNUSABLE("K001", "the kernel's bpf(2) cannot be used"),
    /// A map that the kernel does not create or fill.
    MAP("K002", "the kernel refused a map"),
    /// Types that the kernel does not take.
    TYPES("K003", "the kernel refused the program's types"),
    /// A program for a function, tracepoint or type that the kernel lacks.
    TARGET("K004", "the kernel has nothing of that name to load a program for"),
    /// A program whose type is not known.
    TYPE("K005", "the type of the program is not known"),
    /// A program that the kernel's verifier refuses, or that may not be loaded.
    PROGRAM("K006", "the kernel refused a program"),
    /// An operation on a map that the kernel does not do.
    MAP_OPERATION("K007", "the kernel refused an operation on a map"),
    /// A key or value of the wrong length, which would make the kernel touch foreign memory.
    LENGTH("K008", "a key or value has the wrong length"),
    /// A map that is not of this host, or more or fewer maps than the program names.
    MAPS("K009", "not the maps that the program names"),
    /// A test run that the kernel does not do.
    TEST_RUN("K010", "the kernel refused a test run"),
    /// Something that cannot get a name in a BPF file system.
    PIN("K011", "the kernel refused to pin"),
    /// A pinned map that is not what the object declares.
    PINNED_SHAPE("K012", "a pinned map has another shape"),
    /// A name that no map or program of an object has.
    NO_SUCH_PART("K013", "the object has nothing of that name"),
    /// A program that the kernel does not attach.
    ATTACH("K014", "the kernel refused to attach a program"),
    /// Something to attach to that is not there: an interface, a cgroup, a function of a file.
    NO_TARGET("K015", "there is nothing of that name to attach to"),
    /// Something that links of this kind cannot do.
    LINK("K016", "the kernel refused an operation on a link"),
    /// What there is in the kernel, which not everybody may see.
    INVENTORY("K017", "the kernel does not tell what it has"),
    /// A structure of functions that the kernel does not take, or that does not fit its own.
    STRUCT_OPS("K018", "the kernel does not take a structure of functions (struct_ops)"),
    /// An object that adapts to the kernel's types, which are not there.
    UNTYPED("K019", "the kernel does not publish its types"),
    /// A name that several programs or maps in the kernel have.
    AMBIGUOUS("K020", "several things in the kernel have that name");

    private final String id;
    private final String title;

    KernelCode(String id, String title) {
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
