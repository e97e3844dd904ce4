/// System calls: the only downcalls in the project.
///
/// In: attributes as records, descriptors. Out: descriptors that somebody has to close, and the
/// kernel's log; a call that the kernel refuses ends in a [dev.skep.linux.sys.RefusedCall]. The
/// source is `include/uapi/linux/bpf.h`. Read [dev.skep.linux.sys.Bpf] first.
package dev.skep.linux.sys;
