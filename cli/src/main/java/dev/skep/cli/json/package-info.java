/// JSON text to trees of maps and lists, and back.
///
/// Read [dev.skep.cli.json.Json] first.
package dev.skep.cli.json;
