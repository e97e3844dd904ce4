/* Parses Ethernet, IPv4 and UDP and checks both checksums (RFC 1071), over packets of any length
 * up to 1,514 bytes. */
#include "bench.h"

#define LONGEST 1480 /* bytes behind the IPv4 header */

struct udp {
    u16 source;
    u16 destination;
    u16 length;
    u16 checksum;
};

static always_inline u16 fold(u64 sum)
{
    sum = (sum & 0xffff) + (sum >> 16);
    sum = (sum & 0xffff) + (sum >> 16);
    sum = (sum & 0xffff) + (sum >> 16);
    return sum;
}

/* 1 for a sound packet, the number of what is wrong otherwise. */
SEC("xdp")
int checksum(struct xdp_md *ctx)
{
    void *end = (void *)(long)ctx->data_end;
    struct ethernet *ethernet = (void *)(long)ctx->data;
    struct ipv4 *ip = (void *)(ethernet + 1);
    struct udp *udp = (void *)(ip + 1);
    if ((void *)(udp + 1) > end)
        return 2;
    if (ethernet->type != htons(ETHERTYPE_IPV4) || ip->version != 4 || ip->header_words != 5)
        return 3;
    if (ip->protocol != 17 || ip->fragment & htons(0x3fff))
        return 4;

    u64 sum = 0;
    u16 *words = (u16 *)ip;
    for (u32 i = 0; i < sizeof(*ip) / 2; i++)
        sum += words[i];
    if (fold(sum) != 0xffff)
        return 5;

    u32 length = ntohs(udp->length);
    if (length < sizeof(*udp) || length > LONGEST)
        return 6;
    sum = (u64)ip->source + ip->destination + htons(17) + udp->length;
    u16 *word = (u16 *)udp;
    for (u32 i = 0; i < LONGEST / 2; i++) {
        if (i * 2 + 1 >= length)
            break;
        if ((void *)(word + 1) > end)
            return 7;
        sum += *word++;
    }
    if (length & 1) {
        if ((void *)word + 1 > end)
            return 7;
        sum += *(u8 *)word;
    }
    return fold(sum) == 0xffff ? 1 : 8;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
