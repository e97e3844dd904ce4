package dev.skep.hook;

import dev.skep.packet.Copy;
import java.util.List;

/// What a program made of one packet.
///
/// @param verdict what it returned
/// @param verdictName what that is called
/// @param exits where the packet leaves; empty if it ends here
/// @param bytes the packet as the program left it; at a socket, what the socket gets of it
/// @param length how long the packet is as a whole: more than `bytes` where a socket gets less
/// @param copies what the program sent besides
public record Passage(
        int verdict,
        String verdictName,
        List<Exit> exits,
        byte[] bytes,
        int length,
        List<Copy> copies) {}
