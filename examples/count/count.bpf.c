/* Counts packets by length and by IP protocol, and keeps the first 64 bytes of each. */
#include "net.h"

#define BUCKETS 12
#define KEEP 64

/* Bucket n counts packets of 2^n to 2^(n+1) - 1 bytes. */
struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, BUCKETS);
    __type(key, u32);
    __type(value, u64);
} lengths SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, 256);
    __type(key, u8);
    __type(value, u64);
} protocols SEC(".maps");

static always_inline void add(void *map, const void *key)
{
    u64 one = 1;
    u64 *count = bpf_map_lookup_elem(map, key);
    if (count)
        __sync_fetch_and_add(count, 1);
    else
        bpf_map_update_elem(map, key, &one, BPF_NOEXIST);
}

SEC("socket")
int count(struct __sk_buff *skb)
{
    u32 bucket = 0;
    for (u32 length = skb->len; length > 1 && bucket < BUCKETS - 1; length >>= 1)
        bucket++;
    add(&lengths, &bucket);

    u8 protocol;
    if (skb->protocol == htons(ETHERTYPE_IPV4) && !bpf_skb_load_bytes(skb, 14 + 9, &protocol, 1))
        add(&protocols, &protocol);
    return KEEP;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
