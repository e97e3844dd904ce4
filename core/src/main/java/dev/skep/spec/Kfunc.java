package dev.skep.spec;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// One function of the kernel that programs may call by its type id (a "kfunc").
///
/// @param name as the kernel spells it: `bpf_task_acquire`
/// @param arguments most take at most five; those that take more cannot be called
/// @param programTypes which programs may call it on Linux 6.18; empty where none may
/// @param attachTypes of which of them only those may call it that expect one of some attach types
/// @param jvm whether the JVM host offers it
public record Kfunc(
        String name,
        List<Argument> arguments,
        Result result,
        Set<Flag> flags,
        Set<ProgramType> programTypes,
        Map<ProgramType, Set<AttachType>> attachTypes,
        Availability jvm) {
    /// One argument.
    ///
    /// @param structName the structure that a pointer leads to, without `struct`; else empty
    /// @param size how many bytes the memory has, where [KfuncKind#MEMORY] is wanted; 0 otherwise
    public record Argument(String name, KfuncKind kind, String structName, int size) {}

    /// What it returns.
    ///
    /// @param structName the structure that a pointer leads to, without `struct`; else empty
    /// @param size how many bytes the memory has that [KfuncKind#MEMORY] leads to; 0 otherwise
    public record Result(KfuncKind kind, String structName, int size) {}

    /// What the kernel's documentation calls the flags of such functions.
    public enum Flag {
        /// The result is a reference that the program must give back (`KF_ACQUIRE`).
        ACQUIRE,
        /// It takes back a reference (`KF_RELEASE`).
        RELEASE,
        /// The result may be NULL (`KF_RET_NULL`).
        RET_NULL,
        /// Pointers must be trusted and not NULL (`KF_TRUSTED_ARGS`).
        TRUSTED_ARGS,
        /// Pointers must be trusted or protected by RCU, and not NULL (`KF_RCU`).
        RCU,
        /// To be called in an RCU read section only (`KF_RCU_PROTECTED`).
        RCU_PROTECTED,
        /// It may sleep (`KF_SLEEPABLE`).
        SLEEPABLE,
        /// It makes an iterator (`KF_ITER_NEW`).
        ITER_NEW,
        /// It moves an iterator on (`KF_ITER_NEXT`).
        ITER_NEXT,
        /// It ends an iterator (`KF_ITER_DESTROY`).
        ITER_DESTROY,
        /// It keeps the caller-saved registers but for its result (`KF_FASTCALL`).
        FASTCALL,
        /// Only for programs that were loaded for one network device.
        DEVICE_BOUND,
        /// Compilers call it where a program uses what it never set: no path may reach it.
        TRAP
    }

    /// Copies the collections.
    public Kfunc {
        arguments = List.copyOf(arguments);
        flags = Set.copyOf(flags);
        programTypes = Set.copyOf(programTypes);
        attachTypes = Map.copyOf(attachTypes);
    }

    /// Whether it has a flag.
    public boolean has(Flag flag) {
        return flags.contains(flag);
    }

    /// The name with its arguments: `bpf_task_acquire(p)`.
    public String signature() {
        return arguments.stream()
                .map(Argument::name)
                .collect(Collectors.joining(", ", name + "(", ")"));
    }
}
