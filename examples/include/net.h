/* The packet headers that the examples look at. */
#pragma once
#include "bpf.h"

enum {
    ETHERTYPE_IPV4 = 0x0800,
    ETHERTYPE_ARP = 0x0806,
    ETHERTYPE_VLAN = 0x8100,
    ETHERTYPE_IPV6 = 0x86dd,
    ETHERTYPE_QINQ = 0x88a8,
};

struct ethernet {
    u8 destination[6];
    u8 source[6];
    u16 type;
};

struct vlan {
    u16 tci;
    u16 type;
};

struct ipv4 {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    u8 header_words : 4, version : 4;
#else
    u8 version : 4, header_words : 4;
#endif
    u8 service;
    u16 length;
    u16 id;
    u16 fragment;
    u8 ttl;
    u8 protocol;
    u16 checksum;
    u32 source;
    u32 destination;
};

struct ipv6 {
    u32 version_class_flow;
    u16 payload_length;
    u8 next_header;
    u8 hop_limit;
    u8 source[16];
    u8 destination[16];
};

struct tcp {
    u16 source;
    u16 destination;
    u32 sequence;
    u32 acknowledgment;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    u8 reserved : 4, header_words : 4;
#else
    u8 header_words : 4, reserved : 4;
#endif
    u8 flags;
    u16 window;
    u16 checksum;
    u16 urgent;
};
