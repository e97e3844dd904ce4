/// Programs by the thousand, nearly valid, each a function of a seed: food for verifiers.
///
/// In: a seed. Out: a program. A [dev.skep.lab.generate.Scene] keeps a rough account of what each
/// register and stack slot holds and lets idioms (bounds checks, look-ups, loops, calls) add
/// instructions that fit; a [dev.skep.lab.generate.Mutation] then damages some of them. Read
/// [dev.skep.lab.generate.ProgramGenerator] first.
package dev.skep.lab.generate;
