/// What the compiler finds out about functions, held against what numbers really do.
package dev.skep.jit.flow;
