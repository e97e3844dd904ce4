package dev.skep.linux.sys;

/// The commands of bpf(2); the ordinal is the kernel's number (`enum bpf_cmd`).
enum Command {
    MAP_CREATE,
    MAP_LOOKUP_ELEM,
    MAP_UPDATE_ELEM,
    MAP_DELETE_ELEM,
    MAP_GET_NEXT_KEY,
    PROG_LOAD,
    OBJ_PIN,
    OBJ_GET,
    PROG_ATTACH,
    PROG_DETACH,
    PROG_TEST_RUN,
    PROG_GET_NEXT_ID,
    MAP_GET_NEXT_ID,
    PROG_GET_FD_BY_ID,
    MAP_GET_FD_BY_ID,
    OBJ_GET_INFO_BY_FD,
    PROG_QUERY,
    RAW_TRACEPOINT_OPEN,
    BTF_LOAD,
    BTF_GET_FD_BY_ID,
    TASK_FD_QUERY,
    MAP_LOOKUP_AND_DELETE_ELEM,
    MAP_FREEZE,
    BTF_GET_NEXT_ID,
    MAP_LOOKUP_BATCH,
    MAP_LOOKUP_AND_DELETE_BATCH,
    MAP_UPDATE_BATCH,
    MAP_DELETE_BATCH,
    LINK_CREATE,
    LINK_UPDATE,
    LINK_GET_FD_BY_ID,
    LINK_GET_NEXT_ID,
    ENABLE_STATS,
    ITER_CREATE,
    LINK_DETACH,
    PROG_BIND_MAP,
    TOKEN_CREATE,
    PROG_STREAM_READ_BY_FD;

    /// `BPF_MAP_CREATE` and the like.
    String kernelName() {
        return "BPF_" + name();
    }

    /// Calls bpf(2): its result, or the negative error number.
    int call(Struct attributes) {
        return (int)
                SystemCall.BPF.call(
                        ordinal(), attributes.segment().address(), attributes.segment().byteSize());
    }

    /// Calls bpf(2), which has to succeed.
    int demand(Struct attributes) throws RefusedCall {
        int result = call(attributes);
        if (result < 0) {
            throw new RefusedCall(kernelName(), -result, "");
        }
        return result;
    }
}
