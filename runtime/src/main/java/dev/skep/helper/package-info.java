/// The helper functions that programs may call, one class a family, bound to their rows in
/// [dev.skep.spec.Helpers].
///
/// In: registers whose arguments have been held to the row, and the run with what its hook
/// attached: a frame or socket buffer, a network. Out: r0 with Linux's values and errnos. Read
/// [dev.skep.helper.HostHelpers] first.
package dev.skep.helper;
