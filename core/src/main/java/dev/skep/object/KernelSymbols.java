package dev.skep.object;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.spec.Kfuncs;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// What a host knows of its kernel's symbols, for an object's externs: nothing, unless it says
/// otherwise.
public interface KernelSymbols {
    /// Beyond the ids of any kernel's types.
    int FIRST_LISTED = 1 << 28;

    /// The address of the symbol `name`, as `/proc/kallsyms` prints it.
    default OptionalLong address(String name) {
        return OptionalLong.empty();
    }

    /// The BTF id of the variable `name`.
    default OptionalInt variable(String name) {
        return OptionalInt.empty();
    }

    /// The BTF id of the function `name`.
    default OptionalInt function(String name) {
        return OptionalInt.empty();
    }

    /// Knows nothing.
    static KernelSymbols none() {
        return new KernelSymbols() {};
    }

    /// The kernel functions that [Kfuncs] lists, under numbers that no kernel has: programs carry
    /// the names behind them, and a host looks for the name. No variables and no addresses.
    static KernelSymbols listed() {
        return new KernelSymbols() {
            @Override
            public OptionalInt function(String name) {
                int number = Kfuncs.numberOf(name);
                return number < 0 ? OptionalInt.empty() : OptionalInt.of(FIRST_LISTED + number);
            }
        };
    }

    /// The variables and functions that a kernel's types name; no addresses.
    static KernelSymbols of(Btf kernel) {
        return new KernelSymbols() {
            @Override
            public OptionalInt variable(String name) {
                return kernel.find(BtfKind.VAR, name);
            }

            @Override
            public OptionalInt function(String name) {
                return kernel.find(BtfKind.FUNC, name);
            }
        };
    }
}
