/* Counts packets by protocol and length, as a map that can be looked at: a row for each protocol, a
 * column for each 32 bytes of length. */
#include "net.h"
#include "timer.h"

enum row { OTHER, ARP, ICMP, TCP, UDP, ICMPV6, ROWS };

#define COLUMNS 48
#define BYTES_PER_COLUMN 32

struct heat {
    u64 packets[ROWS][COLUMNS] tag("grid");
};

struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
    __uint(max_entries, 1);
    __type(key, u32);
    __type(value, struct heat);
} heat SEC(".maps");

static always_inline enum row row_of_ip(u8 protocol)
{
    switch (protocol) {
    case 1: return ICMP;
    case 6: return TCP;
    case 17: return UDP;
    case 58: return ICMPV6;
    default: return OTHER;
    }
}

static always_inline enum row row_of(void *data, void *end)
{
    struct ethernet *ethernet = data;
    if (data + sizeof(*ethernet) > end)
        return OTHER;
    void *next = data + sizeof(*ethernet);
    if (ethernet->type == htons(ETHERTYPE_ARP))
        return ARP;
    if (ethernet->type == htons(ETHERTYPE_IPV4)) {
        struct ipv4 *ip = next;
        return next + sizeof(*ip) > end ? OTHER : row_of_ip(ip->protocol);
    }
    if (ethernet->type == htons(ETHERTYPE_IPV6)) {
        struct ipv6 *ip = next;
        return next + sizeof(*ip) > end ? OTHER : row_of_ip(ip->next_header);
    }
    return OTHER;
}

SEC("xdp")
int count(struct xdp_md *ctx)
{
    u32 zero = 0;
    struct heat *counts = bpf_map_lookup_elem(&heat, &zero);
    if (!counts)
        return XDP_PASS;
    void *data = (void *)(long)ctx->data;
    void *end = (void *)(long)ctx->data_end;
    u32 row = row_of(data, end);
    u32 column = (u32)(end - data) / BYTES_PER_COLUMN;
    if (column >= COLUMNS)
        column = COLUMNS - 1;
    if (row < ROWS)
        counts->packets[row][column]++;
    return XDP_PASS;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
