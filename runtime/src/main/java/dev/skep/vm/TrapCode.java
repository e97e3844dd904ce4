package dev.skep.vm;

import dev.skep.diag.Code;

/// Why checked runs end early.
public enum TrapCode implements Code {
    /// A load, store or helper reaches memory that is not part of the run.
    OUT_OF_BOUNDS("T001", "memory access outside everything the program may touch"),
    /// A load, store or helper reaches address 0 or the bytes behind it.
    NULL_POINTER("T002", "access through a null pointer"),
    /// A store reaches memory that may only be read.
    READ_ONLY("T003", "store into read-only memory"),
    /// An access that the context's field table does not allow.
    CONTEXT_ACCESS("T004", "context access that its layout does not allow"),
    /// The run executed more instructions than it was given.
    OUT_OF_FUEL("T005", "too many instructions executed"),
    /// More than eight nested calls.
    TOO_DEEP("T006", "calls nested too deeply"),
    /// Execution went past the last instruction.
    RAN_OFF_END("T007", "execution ran past the end of the program"),
    /// A jump or call leads to where no instruction starts.
    BAD_TARGET("T008", "jump or call to no instruction"),
    /// A helper or kernel function that this host does not offer.
    NO_HELPER("T009", "helper or kernel function not available"),
    /// A helper function was given what it cannot work with.
    BAD_ARGUMENT("T010", "wrong argument of a helper function"),
    /// The program ended while it still held a record or another reference.
    UNRELEASED("T011", "reference not released"),
    /// An instruction that has no meaning in this host.
    UNSUPPORTED("T012", "instruction not available in the JVM"),
    /// A map that the program names but was not given.
    NO_MAP("T013", "no such map"),
    /// A write to the frame pointer.
    FRAME_POINTER("T014", "the frame pointer cannot be written"),
    /// A legacy packet load without a packet.
    NO_PACKET("T015", "packet load without a packet");

    private final String id;
    private final String title;

    TrapCode(String id, String title) {
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
