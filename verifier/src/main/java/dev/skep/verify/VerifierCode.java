package dev.skep.verify;

import dev.skep.diag.Code;

/// What the verifier finds. Each has a page, `skep explain V012`, with an accepted and a rejected
/// program.
public enum VerifierCode implements Code {
    /// Something that this verifier does not model yet.
    UNDECIDED(
            "V000",
            "the program uses something that is not modelled yet",
            "load it into a kernel to know"),
    /// An instruction that no path leads to.
    UNREACHABLE(
            "V001",
            "an instruction cannot be reached",
            "remove the instruction, or the jump that goes around it"),
    /// A jump out of the program or of its function.
    JUMP_RANGE("V002", "a jump leaves its function", "jump to an instruction of the same function"),
    /// A jump into a wide load.
    JUMP_MIDDLE(
            "V003",
            "a jump leads into a wide load",
            "jump to the first half of the wide load, or behind it"),
    /// A function that does not end.
    FALLS_OFF("V004", "a function runs on behind its end", "end the function with a return"),
    /// A call out of the program.
    CALL_TARGET(
            "V005", "a call leads out of the program", "call the first instruction of a function"),
    /// Too many functions.
    TOO_MANY_FUNCTIONS(
            "V006",
            "the program has too many functions",
            "inline some of them, or split the program with tail calls"),
    /// A loop in a program without privileges.
    BACK_EDGE(
            "V007",
            "programs without privileges may not loop",
            "unroll the loop, or load the program with CAP_BPF"),
    /// Too many instructions, or none.
    PROGRAM_SIZE("V008", "the program has no allowed size", "split the program with tail calls"),
    /// A register that was never written on this path.
    UNWRITTEN_REGISTER(
            "V009",
            "a register is read that was never written",
            "set the register on every path that leads here; calls clobber r0 to r5"),
    /// A write to r10.
    FRAME_POINTER("V010", "the frame pointer cannot be written", "use another register"),
    /// A load or store through something that is no pointer to memory.
    MEMORY_KIND(
            "V011",
            "this is no address of memory",
            "use a pointer to the stack, a map value, the packet or the context"),
    /// An access behind the proven end of the packet.
    PACKET_BOUNDS(
            "V012",
            "access behind the proven end of the packet",
            "compare the end of the access with data_end before this line"),
    /// An access outside a map value or key.
    MAP_VALUE_BOUNDS(
            "V013",
            "access outside a map value",
            "check the index against the size of the value before this line"),
    /// An access outside memory of a known size.
    MEMORY_BOUNDS(
            "V014",
            "access outside memory of a known size",
            "stay inside the memory; check the offset before this line"),
    /// An access outside the 512 bytes of stack.
    STACK_BOUNDS(
            "V015",
            "access outside the stack",
            "keep offsets from the frame pointer between -512 and -1"),
    /// A read of stack that was never written.
    STACK_UNINITIALIZED(
            "V016",
            "stack is read that was never written",
            "initialise the whole variable, its padding included"),
    /// A spilled pointer that is written or read in part.
    SPILLED_POINTER(
            "V017",
            "a pointer on the stack is written or read in part",
            "store and load pointers as a whole, 8 bytes at a time"),
    /// A part of the context that may not be used so.
    CONTEXT_ACCESS(
            "V018",
            "this part of the context may not be used so",
            "use a field that programs of this type may use, with its own size"),
    /// A pointer that has to be used as it was given.
    MODIFIED_POINTER(
            "V019",
            "the pointer must be used as it was given",
            "add no offset to the pointer; keep the original in another register"),
    /// An address that is not aligned.
    ALIGNMENT(
            "V020",
            "the address is not aligned",
            "align the address to the size of the access, or use smaller accesses"),
    /// A pointer that may be NULL.
    NULL_CHECK("V021", "the pointer may be NULL", "compare the pointer with NULL before this line"),
    /// A write to memory that may not be written, or a read of memory that may not be read.
    READ_ONLY(
            "V022",
            "the memory may not be used so",
            "write to a copy on the stack or in another map"),
    /// An offset that may be negative.
    NEGATIVE_OFFSET(
            "V023",
            "the offset may be negative",
            "use an unsigned index, or check that it is not negative"),
    /// An offset or size without a proven bound.
    UNBOUNDED_OFFSET(
            "V024",
            "the offset or size has no proven bound",
            "check the upper bound before this line; let the compiler keep the checked value"),
    /// A lock, timer or the like in a map value that is accessed directly.
    SPECIAL_FIELD(
            "V025",
            "a special field may not be accessed directly",
            "leave the field alone; only its helpers may touch it"),
    /// A part of a socket that may not be read.
    SOCKET_FIELD(
            "V026",
            "this part of the socket may not be read",
            "read a field that the structure has, with its own size"),
    /// Arithmetic that pointers do not allow.
    POINTER_ARITHMETIC(
            "V027",
            "pointers allow no such arithmetic",
            "add or subtract numbers only, in 64 bits; check pointers for NULL first"),
    /// A pointer that may leave its object too far.
    POINTER_OFFSET(
            "V028",
            "the pointer may be too far from its object",
            "bound the number before it is added to the pointer"),
    /// A comparison with a pointer that would tell its value.
    POINTER_COMPARISON(
            "V029",
            "these pointers may not be compared",
            "compare with NULL, or packet pointers with data_end"),
    /// A kernel address that would get out.
    POINTER_LEAK(
            "V030", "a kernel address would leave the program", "store or return a number instead"),
    /// A division by the constant zero.
    DIVISION_BY_ZERO("V031", "division by the constant zero", "divide by something else"),
    /// A shift by an impossible amount.
    SHIFT("V032", "the shift amount is impossible", "shift by less than the width of the register"),
    /// An atomic operation on memory that allows none.
    ATOMIC_TARGET(
            "V033",
            "atomic operations are not allowed there",
            "use atomics on map values or the stack"),
    /// One instruction that uses different kinds of pointers on different paths.
    MIXED_POINTERS(
            "V034",
            "one instruction uses different kinds of pointers",
            "give each path an instruction of its own"),
    /// A helper that does not exist.
    HELPER_UNKNOWN(
            "V035", "there is no such helper", "call a helper that exists; skep help lists them"),
    /// A helper that programs of this type may not call.
    HELPER_FORBIDDEN(
            "V036",
            "programs of this type may not call this helper",
            "use a helper that this program type may call"),
    /// A helper for programs under the GPL.
    HELPER_LICENSE(
            "V037",
            "this helper is for programs under the GPL",
            "declare a GPL-compatible license: char LICENSE[] SEC(\"license\") = \"GPL\";"),
    /// An argument of the wrong kind.
    ARGUMENT_TYPE("V038", "the argument is of the wrong kind", "pass what the helper expects"),
    /// A size argument that is not allowed.
    ARGUMENT_SIZE("V039", "the size is not allowed", "pass a size that is known to be in range"),
    /// A helper that does not work on maps of this type.
    MAP_MISMATCH(
            "V040",
            "the helper does not work on maps of this type",
            "use the helper that belongs to the map type"),
    /// Something that may sleep where sleeping is not allowed.
    SLEEP(
            "V041",
            "sleeping is not allowed here",
            "call it from a sleepable program, outside of locks and RCU sections"),
    /// A reference that is not given back on every path.
    REFERENCE_LEAK(
            "V042",
            "a reference is not given back",
            "release the reference on every path to the exit"),
    /// A release of something that is not held.
    REFERENCE_RELEASE(
            "V043",
            "what is released is not held",
            "release exactly what was acquired, once, unmodified"),
    /// A lock that is not used as locks must be.
    LOCK(
            "V044",
            "the lock is not used correctly",
            "take one lock at a time, and release it on every path"),
    /// A call while a lock is held.
    CALL_UNDER_LOCK(
            "V045",
            "calls are not allowed while a lock is held",
            "release the lock before the call"),
    /// Calls nested too deep.
    CALL_DEPTH("V046", "calls are nested too deep", "inline functions until at most 8 are nested"),
    /// Functions that together use too much stack.
    STACK_DEPTH(
            "V047",
            "the functions use too much stack together",
            "move large variables into a map, or make fewer nested calls"),
    /// A return value that the hook does not allow.
    RETURN_VALUE(
            "V048",
            "the hook does not allow this return value",
            "return a value in the allowed range on every path"),
    /// A callback that is not what its caller needs.
    CALLBACK(
            "V049",
            "the callback is not what its caller needs",
            "pass a static function of the program with the right signature"),
    /// A global function whose signature or arguments do not fit.
    GLOBAL_FUNCTION(
            "V050",
            "the arguments do not fit the global function",
            "make the function static, or change its signature"),
    /// An iterator that is not used as iterators must be.
    ITERATOR(
            "V051",
            "the iterator is not used correctly",
            "create, advance and destroy the iterator in this order, on every path"),
    /// A kernel function that may not be called so.
    KFUNC(
            "V052",
            "this kernel function may not be called so",
            "call a kernel function that this program type may call"),
    /// A tail call where none is allowed.
    TAIL_CALL(
            "V053", "a tail call is not allowed here", "make the tail call from the main program"),
    /// A legacy packet load where none is allowed.
    PACKET_LOAD(
            "V054", "a legacy packet load is not allowed here", "use bpf_skb_load_bytes instead"),
    /// A loop that does not end.
    INFINITE_LOOP(
            "V055",
            "the loop does not end",
            "change something in the loop that its condition depends on"),
    /// Too many instructions to walk.
    COMPLEXITY(
            "V056",
            "the program is too complex to verify",
            "bound loops tighter, use bpf_loop, or move code into global functions"),
    /// Too many open branches.
    JUMP_SEQUENCE(
            "V057",
            "the program has too many open branches",
            "use fewer branches in a row, or move code into global functions"),
    /// A map that programs of this type may not use.
    MAP_FORBIDDEN(
            "V058", "programs of this type may not use this map", "use a map of another type"),
    /// The address of a value in a map that has none to give.
    MAP_ADDRESS("V059", "the map has no such address", "use an array map with one element"),
    /// A timer that is not used as timers must be.
    TIMER(
            "V060",
            "the timer is not used correctly",
            "pass the timer field of a map value and the map it lies in"),
    /// A section without preemption or under RCU that is not used as it must be.
    SECTION(
            "V061",
            "the section is not used correctly",
            "leave every section that was entered, on every path"),
    /// Load settings that the kernel does not take.
    LOAD_SETTINGS(
            "V062",
            "the program cannot be loaded with these settings",
            "choose a program type, attach type and target that fit"),
    /// A function whose signature does not allow what it does.
    SIGNATURE(
            "V063",
            "the signature of the function does not allow this",
            "give the function the return type int"),
    /// An exception that cannot be thrown here.
    EXCEPTION("V064", "an exception cannot be thrown here", "release everything before throwing"),
    /// An instruction that programs may not use so.
    INSTRUCTION("V065", "the instruction cannot be used so", "use another instruction"),
    /// A dynptr that is not used as dynptrs must be.
    DYNPTR(
            "V066",
            "the dynptr is not used correctly",
            "initialise the dynptr once, use it whole, release it on every path"),
    /// A part of a structure of the kernel that cannot be read so.
    KERNEL_FIELD(
            "V067",
            "this part of the kernel's structure cannot be read so",
            "read a member that the structure has, with its own size");

    private final String id;
    private final String title;
    private final String remedy;

    VerifierCode(String id, String title, String remedy) {
        this.id = id;
        this.title = title;
        this.remedy = remedy;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String title() {
        return title;
    }

    /// What to do about it, where nothing more particular is known.
    public String remedy() {
        return remedy;
    }
}
