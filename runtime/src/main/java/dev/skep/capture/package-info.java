/// Packet captures: pcap and pcapng files, read and written.
///
/// In: the bytes of a file, hostile or not. Out: packets, or one [dev.skep.diag.MalformedException]
/// that names the offset and says how many packets were good. Read [dev.skep.capture.Capture]
/// first.
package dev.skep.capture;
