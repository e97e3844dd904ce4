package dev.skep.verify.rule;

import java.util.Set;

/// Which licenses count as compatible with the GPL.
final class License {
    private static final Set<String> COMPATIBLE =
            Set.of(
                    "GPL",
                    "GPL v2",
                    "GPL and additional rights",
                    "Dual BSD/GPL",
                    "Dual MIT/GPL",
                    "Dual MPL/GPL");

    private License() {}

    static boolean isGpl(String license) {
        return COMPATIBLE.contains(license);
    }
}
