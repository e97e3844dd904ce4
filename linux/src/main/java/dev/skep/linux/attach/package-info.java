/// Attaching programs to the kernel's hooks: one class for each kind.
///
/// In: a [dev.skep.linux.KernelProgram] and what to attach it to. Out: a [dev.skep.host.Link], to
/// be closed; what the kernel refuses is a [dev.skep.linux.KernelException]. Interfaces and
/// namespaces are those of the calling thread. Read [dev.skep.linux.attach.Xdp] first;
/// [dev.skep.linux.attach.Way] says which class attaches which programs.
package dev.skep.linux.attach;
