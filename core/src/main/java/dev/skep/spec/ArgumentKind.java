package dev.skep.spec;

/// What a helper expects of one argument.
public enum ArgumentKind {
    /// Any initialised value.
    ANYTHING("any value"),
    /// The pointer to the context that the program was given.
    CONTEXT("the program's context"),
    /// The same, or NULL.
    CONTEXT_OR_NULL("the program's context, or NULL"),
    /// A map.
    MAP("a map"),
    /// Readable memory of the size of the map's key.
    MAP_KEY("a key of the map"),
    /// Readable memory of the size of the map's value.
    MAP_VALUE("a value of the map"),
    /// The same, or NULL.
    MAP_VALUE_OR_NULL("a value of the map, or NULL"),
    /// Memory of the size of the map's value that the helper fills.
    UNINITIALIZED_MAP_VALUE("room for a value of the map"),
    /// Readable memory; its size is fixed, or the next argument.
    MEMORY("readable memory"),
    /// The same, or NULL with a size of zero.
    MEMORY_OR_NULL("readable memory, or NULL"),
    /// Readable and writable memory; its size is fixed, or the next argument.
    WRITABLE_MEMORY("writable memory"),
    /// Memory that the helper fills; its size is fixed, or the next argument.
    UNINITIALIZED_MEMORY("memory to fill"),
    /// The same, or NULL with a size of zero.
    UNINITIALIZED_MEMORY_OR_NULL("memory to fill, or NULL"),
    /// The size of the memory before it, at least 1.
    SIZE("the size of that memory, not zero"),
    /// The size of the memory before it.
    SIZE_OR_ZERO("the size of that memory"),
    /// A size that is a constant in the program.
    CONST_SIZE("a constant size"),
    /// A socket, of any state, from the context or a helper.
    SOCKET_COMMON("a socket"),
    /// The same, or a typed kernel pointer to a socket.
    TYPED_SOCKET_COMMON("a socket, or a typed kernel pointer to one"),
    /// The same, or NULL.
    SOCKET_COMMON_OR_NULL("a socket, or NULL"),
    /// A typed kernel pointer.
    BTF_POINTER("a typed kernel pointer"),
    /// The same, or NULL.
    BTF_POINTER_OR_NULL("a typed kernel pointer, or NULL"),
    /// The address of a per-CPU variable of the kernel.
    PERCPU_POINTER("a kernel per-CPU variable"),
    /// A field for a kernel pointer in a map value.
    KPTR("a kernel pointer field of a map value"),
    /// A spin lock in a map value.
    SPIN_LOCK("a spin lock in a map value"),
    /// A timer in a map value.
    TIMER("a timer in a map value"),
    /// A subprogram.
    FUNCTION("a function of the program"),
    /// Stack memory that is handed to the callback, or NULL.
    STACK_OR_NULL("stack memory, or NULL"),
    /// A reserved record of a ring buffer.
    RINGBUF_MEMORY("a reserved ring-buffer record"),
    /// An initialised dynptr on the stack.
    DYNPTR("a dynptr"),
    /// Stack memory that becomes a dynptr.
    UNINITIALIZED_DYNPTR("room for a dynptr"),
    /// A zero-terminated string in a read-only map.
    CONST_STRING("a constant string");

    private final String title;

    ArgumentKind(String title) {
        this.title = title;
    }

    /// A few words for people.
    public String title() {
        return title;
    }
}
