package dev.skep.lab.limits;

import dev.skep.program.Program;
import dev.skep.verify.Privilege;

/// A limit on programs.
///
/// @param title the first cell of its row
/// @param most the second
/// @param within a program that just loads
/// @param beyond one that does not
/// @param privilege whose limit it is
record ProgramLimit(
        String title, String most, Program within, Program beyond, Privilege privilege) {
    static ProgramLimit of(String title, String most, Program within, Program beyond) {
        return new ProgramLimit(title, most, within, beyond, Privilege.PRIVILEGED);
    }

    ProgramLimit unprivileged() {
        return new ProgramLimit(title, most, within, beyond, Privilege.UNPRIVILEGED);
    }

    @Override
    public String toString() {
        return title;
    }
}
