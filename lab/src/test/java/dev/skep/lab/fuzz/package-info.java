/// Hostile input for every reader of the project.
///
/// Read `Target` first: it lists the readers. `CasesTest` gives them every committed case,
/// `MutationTest` damages real objects at random, and `ReadersFuzz` lets Jazzer look for more. What
/// was ever found stands in `cases/found`, one file each.
package dev.skep.lab.fuzz;
