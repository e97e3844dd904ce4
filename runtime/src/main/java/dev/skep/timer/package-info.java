/// Timers: `struct bpf_timer` in the values of maps, for all of the maps of a host.
///
/// In: the places of timers in memory, what to call when their time has come, and the clocks that
/// say when that is. Out: calls, one at a time, in the order of their times. A map has a
/// [dev.skep.timer.TimerTable]: what stands in the memory of a timer is a mark and nothing more, so
/// that a program that writes over it does no harm. A host has one [dev.skep.timer.TimerQueue] for
/// all of its tables; its lock is the only one here, is held for short, and never while a callback
/// runs or something else is waited for. Read [dev.skep.timer.BpfTimer] first.
package dev.skep.timer;
