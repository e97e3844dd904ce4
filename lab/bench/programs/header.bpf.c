/* Layer 7 at tc: finds the Host header in the first 300 bytes of a request and hashes the name. */
#include "bench.h"

#define SEARCHED 300
#define NAME 32

/* "\nhost:", and the bits by which its letters differ from capital ones. */
#define WANTED 0x0a686f73743aull
#define FOLDED 0x002020202000ull
#define WINDOW 0xffffffffffffull

SEC("tc")
int header(struct __sk_buff *skb)
{
    u8 *end = (void *)(long)skb->data_end;
    u8 *start = (void *)(long)skb->data;
    u8 *at = start + sizeof(struct ethernet) + sizeof(struct ipv4) + sizeof(struct tcp);
    u64 window = 0;
    u32 i;

    for (i = 0; i < SEARCHED; i++) {
        if (at + 1 > end)
            return TC_ACT_OK;
        window = (window << 8 | *at++) & WINDOW;
        if ((window | FOLDED) == WANTED)
            break;
    }
    if (i == SEARCHED)
        return TC_ACT_OK;

    u32 hash = 2166136261u;
    for (i = 0; i < NAME; i++) {
        if (at + 1 > end)
            return TC_ACT_OK;
        u8 c = *at++;
        if (c == '\r' || c == ':')
            break;
        if (c != ' ')
            hash = (hash ^ (c | 0x20)) * 16777619u; /* lower case */
    }
    return hash;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
