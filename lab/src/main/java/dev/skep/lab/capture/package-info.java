/// The captures that the examples and tests run on, generated packet by packet.
///
/// Read `ExampleCaptures` first: it lists what each file holds.
package dev.skep.lab.capture;
