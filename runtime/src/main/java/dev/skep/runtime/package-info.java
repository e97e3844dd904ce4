/// The JVM host: the port of [dev.skep.host] over maps, helper functions and the interpreter.
///
/// In: map definitions and linked programs. Out: maps, and programs that run. Read
/// [dev.skep.runtime.JvmHost] first.
package dev.skep.runtime;
