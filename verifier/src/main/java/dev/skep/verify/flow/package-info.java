/// What can be said of a program without walking its paths: functions, control flow, cycles, which
/// registers matter where.
///
/// In: a [dev.skep.program.Program]. Out: tables by instruction. Read
/// [dev.skep.verify.flow.Listing] first.
package dev.skep.verify.flow;
