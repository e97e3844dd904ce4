package dev.skep.linux.sys;

import java.util.List;
import java.util.Optional;

/// What `BPF_PROG_LOAD` takes.
///
/// @param type the kernel's number of the program type
/// @param attachType the expected attach type, 0 for none
/// @param flags `BPF_F_*`
/// @param kernelVersion `LINUX_VERSION_CODE`, for kernels before 5.0
/// @param code the instructions in this machine's byte order, 8 bytes a slot
/// @param attachTypeId the BTF id of the function or type that it is loaded for, the kernel's or
///   that of `attachProgram`; 0 if none
/// @param attachProgram the program whose function it replaces
/// @param descriptors the array that instructions may point into (`fd_array`); may be empty
public record ProgramAttributes(
        int type,
        int attachType,
        int flags,
        String name,
        String license,
        int kernelVersion,
        byte[] code,
        Optional<Types> types,
        int attachTypeId,
        Optional<Descriptor> attachProgram,
        List<Descriptor> descriptors) {
    /// What is known of the instructions.
    ///
    /// @param functions `struct bpf_func_info`, 8 bytes each; may be empty
    /// @param lines `struct bpf_line_info`, 16 bytes each; may be empty
    public record Types(Descriptor btf, byte[] functions, byte[] lines) {}

    /// Copies the descriptors.
    public ProgramAttributes {
        descriptors = List.copyOf(descriptors);
    }
}
