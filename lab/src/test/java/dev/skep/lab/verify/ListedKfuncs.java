package dev.skep.lab.verify;

import dev.skep.object.KernelSymbols;
import dev.skep.spec.Kfuncs;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// A kernel that has the kernel functions that are known here, under numbers of their own.
public final class ListedKfuncs implements KernelSymbols {
    private static final int FIRST_ID = 1 << 20;

    private final List<String> names = new ArrayList<>();

    @Override
    public OptionalLong address(String name) {
        return OptionalLong.empty();
    }

    @Override
    public OptionalInt variable(String name) {
        return OptionalInt.empty();
    }

    @Override
    public OptionalInt function(String name) {
        if (Kfuncs.byName(name).isEmpty()) {
            return OptionalInt.empty();
        }
        if (!names.contains(name)) {
            names.add(name);
        }
        return OptionalInt.of(FIRST_ID + names.indexOf(name));
    }
}
