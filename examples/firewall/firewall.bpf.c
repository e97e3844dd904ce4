/* A small firewall at XDP: drops what comes from blocked networks, counts everything by protocol,
 * and reports each drop through a ring buffer. */
#include "net.h"

/* Networks that are always blocked. User space may block more through the map `blocklist`. */
struct network {
    u32 prefix_length;
    u8 address[4];
};

const volatile struct network blocked[4] = {
    {24, {203, 0, 113, 0}},
};

struct {
    __uint(type, BPF_MAP_TYPE_LPM_TRIE);
    __uint(max_entries, 1024);
    __uint(map_flags, BPF_F_NO_PREALLOC);
    __type(key, struct network);
    __type(value, u64); /* packets that were dropped because of this network */
} blocklist SEC(".maps");

enum protocol { OTHER, ARP, ICMP, TCP, UDP, ICMPV6, MALFORMED, PROTOCOLS };

struct counter {
    u64 packets;
    u64 bytes;
    u64 dropped;
};

struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
    __uint(max_entries, PROTOCOLS);
    __type(key, enum protocol);
    __type(value, struct counter);
} counters SEC(".maps");

enum reason { BLOCKED_NETWORK = 1, BLOCKED_BY_MAP, BAD_HEADER };

/* One record in the ring buffer. */
struct event {
    enum reason reason;
    u8 source[4]; /* 0.0.0.0 if the header was not readable */
    u8 destination[4];
    enum protocol protocol;
    u32 length;
};

struct {
    __uint(type, BPF_MAP_TYPE_RINGBUF);
    __uint(max_entries, 65536);
} events SEC(".maps");

/* Tells readers what the records of `events` are: the ring buffer itself carries no type. */
const struct event *events_type;

static noinline void report(enum reason reason, enum protocol protocol, u32 source,
                            u32 destination, u32 length)
{
    struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
    if (!event)
        return;
    event->reason = reason;
    __builtin_memcpy(event->source, &source, 4);
    __builtin_memcpy(event->destination, &destination, 4);
    event->protocol = protocol;
    event->length = length;
    bpf_ringbuf_submit(event, 0);
}

static always_inline enum reason blocked_source(u32 address)
{
    for (int i = 0; i < 4; i++) {
        u32 bits = blocked[i].prefix_length;
        if (bits == 0 || bits > 32)
            continue;
        u32 mask = htonl(~0u << (32 - bits));
        if ((address & mask) == *(const volatile u32 *)blocked[i].address)
            return BLOCKED_NETWORK;
    }
    struct network key = {.prefix_length = 32};
    __builtin_memcpy(key.address, &address, 4);
    u64 *hits = bpf_map_lookup_elem(&blocklist, &key);
    if (hits) {
        __sync_fetch_and_add(hits, 1);
        return BLOCKED_BY_MAP;
    }
    return 0;
}

static always_inline enum protocol of_number(u8 number)
{
    switch (number) {
    case 1:
        return ICMP;
    case 6:
        return TCP;
    case 17:
        return UDP;
    case 58:
        return ICMPV6;
    default:
        return OTHER;
    }
}

SEC("xdp")
int firewall(struct xdp_md *ctx)
{
    void *end = (void *)(long)ctx->data_end;
    void *at = (void *)(long)ctx->data;
    u32 length = end - at;
    enum protocol protocol = MALFORMED;
    enum reason reason = BAD_HEADER;
    u32 source = 0, destination = 0;

    struct ethernet *ethernet = at;
    if ((void *)(ethernet + 1) > end)
        goto done;
    u16 type = ethernet->type;
    at = ethernet + 1;

    /* Up to two VLAN tags. */
    for (int i = 0; i < 2; i++) {
        if (type != htons(ETHERTYPE_VLAN) && type != htons(ETHERTYPE_QINQ))
            break;
        struct vlan *vlan = at;
        if ((void *)(vlan + 1) > end)
            goto done;
        type = vlan->type;
        at = vlan + 1;
    }

    reason = 0;
    if (type == htons(ETHERTYPE_IPV4)) {
        struct ipv4 *ip = at;
        if ((void *)(ip + 1) > end || ip->version != 4 || ip->header_words < 5) {
            reason = BAD_HEADER;
            goto done;
        }
        protocol = of_number(ip->protocol);
        source = ip->source;
        destination = ip->destination;
        reason = blocked_source(source);
    } else if (type == htons(ETHERTYPE_IPV6)) {
        struct ipv6 *ip = at;
        if ((void *)(ip + 1) > end) {
            reason = BAD_HEADER;
            goto done;
        }
        protocol = of_number(ip->next_header);
    } else {
        protocol = type == htons(ETHERTYPE_ARP) ? ARP : OTHER;
    }

done:
    if (protocol == MALFORMED)
        bpf_printk("malformed packet of %d bytes", length);
    u32 index = protocol;
    struct counter *counter = bpf_map_lookup_elem(&counters, &index);
    if (counter) {
        counter->packets++;
        counter->bytes += length;
        counter->dropped += reason != 0;
    }
    if (!reason)
        return XDP_PASS;
    report(reason, protocol, source, destination, length);
    return XDP_DROP;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
