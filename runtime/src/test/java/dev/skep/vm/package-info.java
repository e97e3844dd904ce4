/// The interpreter, held to the cases under `cases/isa` and to what it must survive.
package dev.skep.vm;
