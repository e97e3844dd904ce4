/// The interpreter, held to what it must survive.
package dev.skep.vm;
