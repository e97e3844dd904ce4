/* Three mistakes that the verifier finds, and the same program without them. */
#include "net.h"

struct event {
    u32 source;
    u32 length;
};

struct {
    __uint(type, BPF_MAP_TYPE_RINGBUF);
    __uint(max_entries, 4096);
} events SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, 1024);
    __type(key, u32);
    __type(value, u64);
} packets SEC(".maps");

/* The headers are 34 bytes long, and only 14 of them are checked. */
SEC("xdp")
int short_check(struct xdp_md *ctx)
{
    void *data = (void *)(long)ctx->data;
    void *end = (void *)(long)ctx->data_end;
    struct ethernet *ethernet = data;
    struct ipv4 *ip = data + sizeof(*ethernet);

    if (data + sizeof(*ethernet) > end)
        return XDP_PASS;
    if (ethernet->type != htons(ETHERTYPE_IPV4))
        return XDP_PASS;
    return ip->protocol == 6 ? XDP_PASS : XDP_DROP;
}

/* A source address that was never seen has no counter. */
SEC("xdp")
int no_null_check(struct xdp_md *ctx)
{
    void *data = (void *)(long)ctx->data;
    void *end = (void *)(long)ctx->data_end;
    struct ipv4 *ip = data + sizeof(struct ethernet);

    if ((void *)(ip + 1) > end)
        return XDP_PASS;
    u32 source = ip->source;
    u64 *count = bpf_map_lookup_elem(&packets, &source);
    *count += 1;
    return XDP_PASS;
}

/* Packets that are too short leave the function with a record in hand. */
SEC("xdp")
int early_return(struct xdp_md *ctx)
{
    void *data = (void *)(long)ctx->data;
    void *end = (void *)(long)ctx->data_end;
    struct ipv4 *ip = data + sizeof(struct ethernet);

    struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
    if (!event)
        return XDP_PASS;
    if ((void *)(ip + 1) > end)
        return XDP_PASS;
    event->source = ip->source;
    event->length = end - data;
    bpf_ringbuf_submit(event, 0);
    return XDP_PASS;
}

/* The check comes first, the record is always submitted, the counter is looked at. */
SEC("xdp")
int correct(struct xdp_md *ctx)
{
    void *data = (void *)(long)ctx->data;
    void *end = (void *)(long)ctx->data_end;
    struct ipv4 *ip = data + sizeof(struct ethernet);

    if ((void *)(ip + 1) > end)
        return XDP_PASS;
    u32 source = ip->source;
    u64 *count = bpf_map_lookup_elem(&packets, &source);
    if (count)
        *count += 1;
    struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
    if (!event)
        return XDP_PASS;
    event->source = source;
    event->length = end - data;
    bpf_ringbuf_submit(event, 0);
    return XDP_PASS;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
