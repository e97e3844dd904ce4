/// What each instruction demands, and what follows from it.
///
/// In: the current state of a [dev.skep.verify.rule.Walk]. Out: the state after the instruction, or
/// a refusal. Read [dev.skep.verify.rule.Walk] first.
package dev.skep.verify.rule;
