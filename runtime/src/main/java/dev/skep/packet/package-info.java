/// Packets in memory, and the contexts that packet programs see them through.
///
/// In: bytes of a packet and where it came from. Out: the address of a context structure, and after
/// the run the packet as the program left it and where it wants it sent. Read
/// [dev.skep.packet.XdpFrame] first; [dev.skep.packet.SocketBuffer] is the same for tc and socket
/// filters.
package dev.skep.packet;
