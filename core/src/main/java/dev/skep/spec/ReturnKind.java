package dev.skep.spec;

/// What a helper returns.
public enum ReturnKind {
    /// A number, negative errnos among them where it can fail.
    INTEGER("a number"),
    /// Nothing.
    VOID("nothing"),
    /// A pointer into a map value.
    MAP_VALUE("a map value"),
    /// The same, or NULL.
    MAP_VALUE_OR_NULL("a map value, or NULL"),
    /// A full socket, or NULL.
    SOCKET_OR_NULL("a socket, or NULL"),
    /// A socket of any state, or NULL.
    SOCKET_COMMON_OR_NULL("a socket of any state, or NULL"),
    /// A TCP socket, or NULL.
    TCP_SOCKET_OR_NULL("a TCP socket, or NULL"),
    /// A reserved record of a ring buffer, or NULL.
    RINGBUF_MEMORY_OR_NULL("a reserved ring-buffer record, or NULL"),
    /// A slice of a dynptr, or NULL.
    DYNPTR_MEMORY_OR_NULL("a slice of the dynptr, or NULL"),
    /// A typed kernel pointer.
    BTF_POINTER("a typed kernel pointer"),
    /// The same, or NULL.
    BTF_POINTER_OR_NULL("a typed kernel pointer, or NULL"),
    /// Memory of a kernel variable.
    BTF_MEMORY("a kernel variable"),
    /// The same, or NULL.
    BTF_MEMORY_OR_NULL("a kernel variable, or NULL");

    private final String title;

    ReturnKind(String title) {
        this.title = title;
    }

    /// A few words for people.
    public String title() {
        return title;
    }
}
