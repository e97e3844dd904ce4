/// Tests of the compiler.
package dev.skep.jit;
