package dev.skep.packet;

/// A VLAN tag.
///
/// @param protocol `0x8100` (802.1Q) or `0x88a8` (802.1ad)
/// @param control priority, drop eligibility and VLAN number: the tag's 16 bits
public record Vlan(int protocol, int control) {
    /// 802.1Q.
    public static final int CUSTOMER = 0x8100;

    /// 802.1ad.
    public static final int SERVICE = 0x88a8;

    /// How many bytes it takes in a packet.
    public static final int SIZE = 4;

    /// Whether an Ethernet type announces a tag.
    public static boolean announcedBy(int etherType) {
        return etherType == CUSTOMER || etherType == SERVICE;
    }
}
