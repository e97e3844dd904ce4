/// Timers in map values: the same object in both engines of the JVM and in the running kernel, many
/// threads at once, and programs that no verifier has seen. Read [dev.skep.lab.timer.TimerContract]
/// first.
package dev.skep.lab.timer;
