/// System calls: the only downcalls in the project.
///
/// In: attributes as records, descriptors. Out: descriptors that somebody has to close, memory that
/// is shared with the kernel, and the kernel's log; a call that the kernel refuses ends in a
/// [dev.skep.linux.sys.RefusedCall]. The numbers of the calls stand in [SystemCall], the commands
/// of bpf(2) in [Command], their structures in `structs.txt`. Read [dev.skep.linux.sys.Bpf] first.
package dev.skep.linux.sys;
