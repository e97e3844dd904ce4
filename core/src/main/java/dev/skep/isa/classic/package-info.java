/// Classic BPF: the filters of `tcpdump`, of `SO_ATTACH_FILTER` and of seccomp.
///
/// In: bytes (`struct sock_filter`) or the text of `tcpdump -dd` and `-ddd`, as a
/// [dev.skep.isa.classic.ClassicProgram], which is the class to read first. Out: text again, a
/// diagnostic where Linux would refuse the filter, and eBPF through
/// [dev.skep.isa.classic.ClassicTranslator].
package dev.skep.isa.classic;
