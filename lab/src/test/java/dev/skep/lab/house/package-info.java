/// The house tests itself: arrows between packages, size, documentation, where downcalls stand.
///
/// Read `House` first: it finds the project's sources and classes.
package dev.skep.lab.house;
