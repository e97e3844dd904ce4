/// The walk over the paths: states put aside, states remembered and compared, and what matters in
/// them.
///
/// In: the tables of [dev.skep.verify.flow]. Out: nothing, or a refusal. Read
/// [dev.skep.verify.path.Explorer] first.
package dev.skep.verify.path;
