package dev.skep.isa.classic;

/// What socket filters can load beside the packet, as Linux documents it: a load whose offset is
/// [#BASE] plus the extension's (`Documentation/networking/filter.rst`).
public enum Extension {
    /// The protocol of the packet (`ETH_P_*`).
    PROTOCOL(0, "proto"),
    /// To whom the packet goes (`PACKET_HOST` and so on).
    PACKET_TYPE(4, "type"),
    /// The number of the interface; the filter returns 0 for packets without one.
    INTERFACE_INDEX(8, "ifidx"),
    /// The offset of the netlink attribute of type X, searched from offset A on; 0 if there is
    /// none.
    NETLINK_ATTRIBUTE(12, "nla"),
    /// The same within the attribute at offset A.
    NESTED_NETLINK_ATTRIBUTE(16, "nlan"),
    /// The packet's mark.
    MARK(20, "mark"),
    /// The queue it belongs to.
    QUEUE(24, "queue"),
    /// The hardware type of the interface (`ARPHRD_*`); the filter returns 0 for packets without an
    /// interface.
    HARDWARE_TYPE(28, "hatype"),
    /// The packet's flow hash.
    RX_HASH(32, "rxhash"),
    /// The number of the processor.
    CPU(36, "cpu"),
    /// No load: A becomes A exclusive-or X.
    XOR_X(40, "xor_x"),
    /// The VLAN tag that came beside the packet.
    VLAN_TAG(44, "vlan_tci"),
    /// 1 if there is such a tag, 0 if not.
    VLAN_TAG_PRESENT(48, "vlanp"),
    /// Where the payload starts, behind the headers that the kernel can dissect.
    PAYLOAD_OFFSET(52, "poff"),
    /// A random number.
    RANDOM(56, "rand"),
    /// The protocol of the VLAN tag.
    VLAN_PROTOCOL(60, "vlan_tpid");

    /// Where extensions start (`SKF_AD_OFF`), as a signed number.
    public static final int BASE = -0x1000;

    /// Offsets from here on count from the network header (`SKF_NET_OFF`), as a signed number.
    public static final int NETWORK_HEADER = -0x100000;

    /// Offsets from here on count from the link header (`SKF_LL_OFF`), as a signed number.
    public static final int LINK_HEADER = -0x200000;

    private final int offset;
    private final String label;

    Extension(int offset, String label) {
        this.offset = offset;
        this.label = label;
    }

    /// The offset behind [#BASE].
    public int offset() {
        return offset;
    }

    /// Its name in printed filters.
    public String label() {
        return label;
    }

    /// The number of the call that stands for this extension in translated filters, where eBPF
    /// programs have no other way to it: the load's own constant, a negative number, which no
    /// helper of Linux has. The call gets the context in r1, A in r2 and X in r3, and returns A in
    /// r0; a negative number ends the filter with 0.
    public int helperId() {
        return BASE + offset;
    }

    /// The extension that a load with the constant `k` means, or `null`.
    public static Extension find(int k) {
        for (Extension extension : values()) {
            if (k == BASE + extension.offset) {
                return extension;
            }
        }
        return null;
    }
}
