package dev.skep.spec;

/// What a kernel function expects of one argument, or returns.
public enum KfuncKind {
    /// Nothing; only for results.
    VOID("nothing"),
    /// A number.
    SCALAR("a number"),
    /// A number that is a constant in the program.
    CONSTANT("a constant"),
    /// Any initialised value: the verifier does not look at it.
    IGNORED("any value"),
    /// The pointer to the context, in programs whose context has that structure.
    CONTEXT("the program's context"),
    /// A typed kernel pointer.
    KERNEL_POINTER("a typed kernel pointer"),
    /// The same, or NULL.
    KERNEL_POINTER_OR_NULL("a typed kernel pointer, or NULL"),
    /// Readable and writable memory of a fixed number of bytes.
    MEMORY("memory"),
    /// Memory whose size is the next argument.
    SIZED_MEMORY("memory of the size that follows"),
    /// The same, or NULL.
    SIZED_MEMORY_OR_NULL("memory of the size that follows, or NULL"),
    /// The size of the memory before it.
    SIZE("the size of that memory"),
    /// The same; it must be a constant in the program.
    CONST_SIZE("the size of that memory, a constant"),
    /// A zero-terminated string in a read-only map.
    CONST_STRING("a constant string"),
    /// An initialised dynptr on the stack.
    DYNPTR("a dynptr"),
    /// The same, or NULL.
    DYNPTR_OR_NULL("a dynptr, or NULL"),
    /// Stack memory that becomes a dynptr.
    UNINITIALIZED_DYNPTR("room for a dynptr"),
    /// An iterator on the stack.
    ITERATOR("an iterator on the stack"),
    /// The saved interrupt state on the stack.
    IRQ_FLAG("saved interrupt flags on the stack"),
    /// A map.
    MAP("a map"),
    /// A subprogram.
    CALLBACK("a function of the program"),
    /// A value that the kernel puts in itself.
    PROGRAM("a value that the kernel puts in"),
    /// The start of a linked list in a map value or allocated object.
    LIST_HEAD("a list head"),
    /// A node of a linked list in an allocated object.
    LIST_NODE("a list node"),
    /// The root of a red-black tree in a map value or allocated object.
    RB_ROOT("a tree root"),
    /// A node of a red-black tree in an allocated object.
    RB_NODE("a tree node"),
    /// A resilient spin lock in a map value or allocated object.
    RES_SPIN_LOCK("a resilient spin lock"),
    /// A work queue in a map value.
    WORKQUEUE("a work queue in a map value"),
    /// A task work item in a map value.
    TASK_WORK("a task work item in a map value"),
    /// An object of a type of the program's own, allocated by it.
    ALLOCATED("an allocated object"),
    /// The same, with a reference counter.
    REFCOUNTED("a reference-counted object"),
    /// Memory of an arena; only for results.
    ARENA("memory of the arena"),
    /// A slice of a dynptr, as long as the size argument says; only for results.
    SLICE("a slice of the dynptr"),
    /// The first argument under another type; only for results.
    CAST("the same pointer under another type");

    private final String title;

    KfuncKind(String title) {
        this.title = title;
    }

    /// A few words for people.
    public String title() {
        return title;
    }
}
