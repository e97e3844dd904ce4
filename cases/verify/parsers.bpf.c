// Packet parsers as they are written: layers, options, checksums, tables; right ones and slightly
// wrong ones.
#include "kernel.h"
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <bpf/bpf_endian.h>

#define INLINE static __always_inline
struct icmphdr { __u8 type, code; __be16 checksum; __be32 rest; };
struct vlan { __be16 tag, type; };
struct flow { __be32 from, to; __be16 from_port, to_port; __u8 protocol, pad[3]; };
struct counter { __u64 packets, bytes; };
struct cursor { void *at, *end; };
struct rule { __be32 address, mask; __u16 first_port, last_port; __u32 verdict; };

HASH(flows, 1024, struct flow, struct counter);
ARRAY(counters, 256, struct counter);
ARRAY(rules, 64, struct rule);
struct { __uint(type, BPF_MAP_TYPE_LPM_TRIE); __uint(max_entries, 64); __uint(map_flags, BPF_F_NO_PREALLOC); __type(key, struct { __u32 length; __be32 address; }); __type(value, __u32); } routes SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_DEVMAP); __uint(max_entries, 64); __type(key, __u32); __type(value, __u32); } devices SEC(".maps");

#define BEGIN struct cursor c = {(void *)(long)ctx->data, (void *)(long)ctx->data_end}
#define TAKE(c, type) ({ type *it = (c)->at; if ((void *)(it + 1) > (c)->end) it = NULL; else (c)->at = it + 1; it; })

INLINE int ethernet(struct cursor *c) {
    struct ethhdr *eth = TAKE(c, struct ethhdr);
    return eth ? eth->h_proto : -1;
}
INLINE int ethernet_with_tags(struct cursor *c) {
    struct ethhdr *eth = TAKE(c, struct ethhdr);
    if (!eth) return -1;
    __be16 type = eth->h_proto;
#pragma unroll
    for (int i = 0; i < 4; i++) {
        if (type != bpf_htons(ETH_P_8021Q) && type != bpf_htons(ETH_P_8021AD)) break;
        struct vlan *tag = TAKE(c, struct vlan);
        if (!tag) return -1;
        type = tag->type;
    }
    return type;
}
INLINE struct iphdr *ipv4(struct cursor *c) {
    struct iphdr *ip = c->at;
    if ((void *)(ip + 1) > c->end) return NULL;
    __u32 length = ip->ihl * 4;
    if (length < sizeof *ip) return NULL;
    if (c->at + length > c->end) return NULL;
    c->at += length;
    return ip;
}
INLINE struct tcphdr *tcp(struct cursor *c) {
    struct tcphdr *tcp = c->at;
    if ((void *)(tcp + 1) > c->end) return NULL;
    __u32 length = tcp->doff * 4;
    if (length < sizeof *tcp) return NULL;
    if (c->at + length > c->end) return NULL;
    c->at += length;
    return tcp;
}

SEC("xdp") int drops_ipv6(struct xdp_md *ctx) {
    BEGIN;
    return ethernet(&c) == bpf_htons(ETH_P_IPV6) ? XDP_DROP : XDP_PASS;
}
SEC("xdp") int skips_tags(struct xdp_md *ctx) {
    BEGIN;
    return ethernet_with_tags(&c) == bpf_htons(ETH_P_IP) ? XDP_DROP : XDP_PASS;
}
SEC("xdp") int reads_ports_behind_options(struct xdp_md *ctx) {
    BEGIN;
    if (ethernet_with_tags(&c) != bpf_htons(ETH_P_IP)) return XDP_PASS;
    struct iphdr *ip = ipv4(&c);
    if (!ip || ip->protocol != IPPROTO_UDP) return XDP_PASS;
    struct udphdr *udp = TAKE(&c, struct udphdr);
    if (!udp) return XDP_DROP;
    return udp->dest == bpf_htons(53) ? XDP_DROP : XDP_PASS;
}
SEC("xdp") int reads_ports_with_options_unchecked(struct xdp_md *ctx) {
    BEGIN;
    if (ethernet(&c) != bpf_htons(ETH_P_IP)) return XDP_PASS;
    struct iphdr *ip = TAKE(&c, struct iphdr);
    if (!ip) return XDP_DROP;
    struct udphdr *udp = (void *)ip + ip->ihl * 4;
    return udp->dest == bpf_htons(53) ? XDP_DROP : XDP_PASS;
}
SEC("xdp") int checks_the_header_but_reads_behind_it(struct xdp_md *ctx) {
    BEGIN;
    if (ethernet(&c) != bpf_htons(ETH_P_IP)) return XDP_PASS;
    struct iphdr *ip = ipv4(&c);
    if (!ip) return XDP_DROP;
    return *(__u8 *)c.at ? XDP_DROP : XDP_PASS;
}
SEC("xdp") int check_is_one_byte_short(struct xdp_md *ctx) {
    BEGIN;
    if (c.at + sizeof(struct ethhdr) + sizeof(struct iphdr) - 1 > c.end) return XDP_PASS;
    struct iphdr *ip = c.at + sizeof(struct ethhdr);
    return ip->daddr == 0 ? XDP_DROP : XDP_PASS;
}
SEC("xdp") int check_is_the_wrong_way_round(struct xdp_md *ctx) {
    BEGIN;
    if (c.at + sizeof(struct ethhdr) < c.end) return XDP_PASS;
    return ((struct ethhdr *)c.at)->h_proto ? XDP_DROP : XDP_PASS;
}
SEC("xdp") int check_with_equality(struct xdp_md *ctx) {
    BEGIN;
    if (c.at + 14 >= c.end) return XDP_PASS;
    return ((volatile __u8 *)c.at)[14] ? XDP_DROP : XDP_PASS;
}
SEC("xdp") int check_with_equality_one_further(struct xdp_md *ctx) {
    BEGIN;
    if (c.at + 14 >= c.end) return XDP_PASS;
    return ((volatile __u8 *)c.at)[15] ? XDP_DROP : XDP_PASS;
}
SEC("xdp") int check_by_length(struct xdp_md *ctx) {
    BEGIN;
    if (c.end - c.at < 14) return XDP_PASS;
    return ((volatile __u8 *)c.at)[13] ? XDP_DROP : XDP_PASS;
}
SEC("xdp") int check_in_a_static_function_by_pointer(struct xdp_md *ctx) {
    BEGIN;
    struct ethhdr *eth = TAKE(&c, struct ethhdr);
    struct iphdr *ip = eth ? TAKE(&c, struct iphdr) : NULL;
    return ip ? ip->tos & 1 ? XDP_DROP : XDP_PASS : XDP_ABORTED;
}
static noinline struct iphdr *find_ip(struct cursor *c) {
    if (ethernet(c) != bpf_htons(ETH_P_IP)) return NULL;
    return ipv4(c);
}
SEC("xdp") int cursor_goes_through_functions(struct xdp_md *ctx) {
    BEGIN;
    struct iphdr *ip = find_ip(&c);
    if (!ip) return XDP_PASS;
    struct tcphdr *t = tcp(&c);
    if (!t) return XDP_PASS;
    return t->syn && ip->ttl < 5 ? XDP_DROP : XDP_PASS;
}
SEC("xdp") int counts_flows(struct xdp_md *ctx) {
    BEGIN;
    if (ethernet_with_tags(&c) != bpf_htons(ETH_P_IP)) return XDP_PASS;
    struct iphdr *ip = ipv4(&c);
    if (!ip) return XDP_DROP;
    struct flow f = {.from = ip->saddr, .to = ip->daddr, .protocol = ip->protocol};
    if (ip->protocol == IPPROTO_TCP) {
        struct tcphdr *t = tcp(&c);
        if (!t) return XDP_DROP;
        f.from_port = t->source;
        f.to_port = t->dest;
    } else if (ip->protocol == IPPROTO_UDP) {
        struct udphdr *u = TAKE(&c, struct udphdr);
        if (!u) return XDP_DROP;
        f.from_port = u->source;
        f.to_port = u->dest;
    }
    struct counter *n = bpf_map_lookup_elem(&flows, &f);
    if (n) {
        __sync_fetch_and_add(&n->packets, 1);
        __sync_fetch_and_add(&n->bytes, ctx->data_end - ctx->data);
    } else {
        struct counter one = {1, ctx->data_end - ctx->data};
        bpf_map_update_elem(&flows, &f, &one, BPF_NOEXIST);
    }
    return XDP_PASS;
}
SEC("xdp") int counts_by_protocol(struct xdp_md *ctx) {
    BEGIN;
    if (ethernet(&c) != bpf_htons(ETH_P_IP)) return XDP_PASS;
    struct iphdr *ip = TAKE(&c, struct iphdr);
    if (!ip) return XDP_DROP;
    __u32 key = ip->protocol;
    struct counter *n = bpf_map_lookup_elem(&counters, &key);
    if (!n) return XDP_ABORTED;
    n->packets++;
    return XDP_PASS;
}

// Options: kind, length, bytes.
SEC("xdp") int tcp_options_in_a_bounded_loop(struct xdp_md *ctx) {
    BEGIN;
    if (ethernet(&c) != bpf_htons(ETH_P_IP)) return XDP_PASS;
    struct iphdr *ip = ipv4(&c);
    if (!ip || ip->protocol != IPPROTO_TCP) return XDP_PASS;
    struct tcphdr *t = c.at;
    if ((void *)(t + 1) > c.end) return XDP_DROP;
    __u8 *option = (void *)(t + 1), *end = (void *)t + t->doff * 4;
    if (t->doff < 5 || (void *)end > c.end) return XDP_DROP;
    for (int i = 0; i < 10; i++) {
        if (option + 1 > end || (void *)(option + 1) > c.end) break;
        if (option[0] == 0) break;
        if (option[0] == 1) {
            option++;
            continue;
        }
        if ((void *)(option + 2) > c.end) return XDP_DROP;
        __u8 length = option[1];
        if (length < 2) return XDP_DROP;
        if (option[0] == 2 && length == 4) {
            if ((void *)(option + 4) > c.end) return XDP_DROP;
            return *(__be16 *)(option + 2) < bpf_htons(500) ? XDP_DROP : XDP_PASS;
        }
        option += length;
    }
    return XDP_PASS;
}
SEC("xdp") int tcp_options_by_offset(struct xdp_md *ctx) {
    BEGIN;
    if (ethernet(&c) != bpf_htons(ETH_P_IP)) return XDP_PASS;
    struct iphdr *ip = ipv4(&c);
    if (!ip || ip->protocol != IPPROTO_TCP) return XDP_PASS;
    struct tcphdr *t = c.at;
    if ((void *)(t + 1) > c.end) return XDP_DROP;
    __u32 at = sizeof *t, length = t->doff * 4;
    for (int i = 0; i < 40; i++) {
        if (at >= length || at > 60) break;
        __u8 *option = (void *)t + at;
        if ((void *)(option + 2) > c.end) break;
        if (option[0] == 0) break;
        if (option[0] == 1) at++;
        else if (option[1] < 2) break;
        else at += option[1];
        if (option[0] == 8) return XDP_DROP;
    }
    return XDP_PASS;
}
SEC("xdp") int tcp_option_read_past_its_check(struct xdp_md *ctx) {
    BEGIN;
    if (ethernet(&c) != bpf_htons(ETH_P_IP)) return XDP_PASS;
    struct iphdr *ip = ipv4(&c);
    if (!ip || ip->protocol != IPPROTO_TCP) return XDP_PASS;
    struct tcphdr *t = c.at;
    if ((void *)(t + 1) > c.end) return XDP_DROP;
    __u32 at = sizeof *t;
    for (int i = 0; i < 10; i++) {
        if (at > 60) break;
        __u8 *option = (void *)t + at;
        if ((void *)(option + 1) > c.end) break;
        if (option[0] == 0) break;
        at += option[1];
    }
    return XDP_PASS;
}
SEC("xdp") int ipv6_extension_headers(struct xdp_md *ctx) {
    BEGIN;
    if (ethernet_with_tags(&c) != bpf_htons(ETH_P_IPV6)) return XDP_PASS;
    struct ipv6hdr *ip = TAKE(&c, struct ipv6hdr);
    if (!ip) return XDP_DROP;
    __u8 next = ip->nexthdr;
    for (int i = 0; i < 6; i++) {
        struct { __u8 next, length; } *x;
        switch (next) {
        case 0: case 43: case 60: case 135:
            x = c.at;
            if ((void *)(x + 1) > c.end) return XDP_DROP;
            next = x->next;
            c.at += (x->length + 1) * 8;
            break;
        case 44:
            x = c.at;
            if ((void *)x + 8 > c.end) return XDP_DROP;
            next = x->next;
            c.at += 8;
            break;
        case 51:
            x = c.at;
            if ((void *)(x + 1) > c.end) return XDP_DROP;
            next = x->next;
            c.at += (x->length + 2) * 4;
            break;
        case IPPROTO_TCP: {
            struct tcphdr *t = c.at;
            if ((void *)(t + 1) > c.end) return XDP_DROP;
            return t->dest == bpf_htons(23) ? XDP_DROP : XDP_PASS;
        }
        default: return XDP_PASS;
        }
    }
    return XDP_PASS;
}
SEC("xdp") int ipv6_headers_without_last_check(struct xdp_md *ctx) {
    BEGIN;
    if (ethernet(&c) != bpf_htons(ETH_P_IPV6)) return XDP_PASS;
    struct ipv6hdr *ip = TAKE(&c, struct ipv6hdr);
    if (!ip) return XDP_DROP;
    __u8 next = ip->nexthdr;
    for (int i = 0; i < 6 && next == 0; i++) {
        __u8 *x = c.at;
        if ((void *)(x + 2) > c.end) return XDP_DROP;
        next = x[0];
        c.at += (x[1] + 1) * 8;
    }
    return *(__u8 *)c.at;
}

// Checksums.
INLINE __u16 folded(__u32 sum) {
    sum = (sum & 0xffff) + (sum >> 16);
    return ~((sum & 0xffff) + (sum >> 16));
}
SEC("xdp") int checksum_of_the_fixed_header(struct xdp_md *ctx) {
    BEGIN;
    if (ethernet(&c) != bpf_htons(ETH_P_IP)) return XDP_PASS;
    struct iphdr *ip = TAKE(&c, struct iphdr);
    if (!ip) return XDP_DROP;
    __u32 sum = 0;
    for (int i = 0; i < 10; i++) sum += ((__u16 *)ip)[i];
    return folded(sum) ? XDP_DROP : XDP_PASS;
}
SEC("xdp") int checksum_of_the_whole_header(struct xdp_md *ctx) {
    BEGIN;
    if (ethernet(&c) != bpf_htons(ETH_P_IP)) return XDP_PASS;
    struct iphdr *ip = TAKE(&c, struct iphdr);
    if (!ip) return XDP_DROP;
    __u32 sum = 0;
    for (int i = 0; i < 30; i++) {
        if (i >= ip->ihl * 2) break;
        __u16 *word = (__u16 *)ip + i;
        if ((void *)(word + 1) > c.end) return XDP_DROP;
        sum += *word;
    }
    return folded(sum) ? XDP_DROP : XDP_PASS;
}
SEC("xdp") int checksum_of_the_payload(struct xdp_md *ctx) {
    BEGIN;
    if (ethernet(&c) != bpf_htons(ETH_P_IP)) return XDP_PASS;
    struct iphdr *ip = ipv4(&c);
    if (!ip) return XDP_DROP;
    __u32 sum = 0;
    __u16 *word = c.at;
    for (int i = 0; i < 700; i++) {
        if ((void *)(word + 1) > c.end) break;
        sum += *word++;
    }
    if ((void *)word + 1 <= c.end) sum += *(__u8 *)word;
    return folded(sum) ? XDP_DROP : XDP_PASS;
}
SEC("xdp") int checksum_with_an_odd_end_unchecked(struct xdp_md *ctx) {
    BEGIN;
    if (ethernet(&c) != bpf_htons(ETH_P_IP)) return XDP_PASS;
    struct iphdr *ip = ipv4(&c);
    if (!ip) return XDP_DROP;
    __u32 sum = 0;
    __u16 *word = c.at;
    for (int i = 0; i < 100; i++) {
        if ((void *)(word + 1) > c.end) break;
        sum += *word++;
    }
    sum += *(__u8 *)word;
    return folded(sum) ? XDP_DROP : XDP_PASS;
}
SEC("xdp") int checksum_by_helper(struct xdp_md *ctx) {
    BEGIN;
    if (ethernet(&c) != bpf_htons(ETH_P_IP)) return XDP_PASS;
    struct iphdr *ip = TAKE(&c, struct iphdr);
    if (!ip) return XDP_DROP;
    long sum = bpf_csum_diff(0, 0, (void *)ip, sizeof *ip, 0);
    return sum < 0 ? XDP_ABORTED : folded(sum) ? XDP_DROP : XDP_PASS;
}
SEC("xdp") int checksum_by_helper_too_long(struct xdp_md *ctx) {
    BEGIN;
    if (ethernet(&c) != bpf_htons(ETH_P_IP)) return XDP_PASS;
    struct iphdr *ip = TAKE(&c, struct iphdr);
    if (!ip) return XDP_DROP;
    return bpf_csum_diff(0, 0, (void *)ip, sizeof *ip + 4, 0) < 0 ? XDP_ABORTED : XDP_PASS;
}

// Rewriting.
SEC("xdp") int answers_pings(struct xdp_md *ctx) {
    BEGIN;
    struct ethhdr *eth = TAKE(&c, struct ethhdr);
    if (!eth || eth->h_proto != bpf_htons(ETH_P_IP)) return XDP_PASS;
    struct iphdr *ip = TAKE(&c, struct iphdr);
    if (!ip || ip->ihl != 5 || ip->protocol != IPPROTO_ICMP) return XDP_PASS;
    struct icmphdr *icmp = TAKE(&c, struct icmphdr);
    if (!icmp || icmp->type != 8) return XDP_PASS;
    __u8 address[6];
    __builtin_memcpy(address, eth->h_source, 6);
    __builtin_memcpy(eth->h_source, eth->h_dest, 6);
    __builtin_memcpy(eth->h_dest, address, 6);
    __be32 from = ip->saddr;
    ip->saddr = ip->daddr;
    ip->daddr = from;
    icmp->type = 0;
    icmp->checksum += 8;
    return XDP_TX;
}
SEC("xdp") int encapsulates(struct xdp_md *ctx) {
    if (bpf_xdp_adjust_head(ctx, -(int)sizeof(struct iphdr))) return XDP_ABORTED;
    BEGIN;
    struct ethhdr *eth = TAKE(&c, struct ethhdr);
    if (!eth) return XDP_ABORTED;
    struct iphdr *outer = TAKE(&c, struct iphdr), *inner = outer ? TAKE(&c, struct iphdr) : NULL;
    if (!inner) return XDP_ABORTED;
    *outer = *inner;
    outer->protocol = IPPROTO_IPIP;
    outer->tot_len = bpf_htons(bpf_ntohs(inner->tot_len) + sizeof *outer);
    return XDP_TX;
}
SEC("xdp") int encapsulates_with_stale_pointer(struct xdp_md *ctx) {
    BEGIN;
    struct ethhdr *eth = TAKE(&c, struct ethhdr);
    if (!eth) return XDP_ABORTED;
    if (bpf_xdp_adjust_head(ctx, -20)) return XDP_ABORTED;
    eth->h_proto = 8;
    return XDP_TX;
}
SEC("xdp") int removes_a_tag(struct xdp_md *ctx) {
    BEGIN;
    struct ethhdr *eth = TAKE(&c, struct ethhdr), copy;
    if (!eth || eth->h_proto != bpf_htons(ETH_P_8021Q)) return XDP_PASS;
    struct vlan *tag = TAKE(&c, struct vlan);
    if (!tag) return XDP_DROP;
    copy = *eth;
    copy.h_proto = tag->type;
    if (bpf_xdp_adjust_head(ctx, sizeof *tag)) return XDP_ABORTED;
    eth = (void *)(long)ctx->data;
    if ((void *)(eth + 1) > (void *)(long)ctx->data_end) return XDP_ABORTED;
    *eth = copy;
    return XDP_PASS;
}
SEC("xdp") int routes_by_prefix(struct xdp_md *ctx) {
    BEGIN;
    if (ethernet(&c) != bpf_htons(ETH_P_IP)) return XDP_PASS;
    struct iphdr *ip = TAKE(&c, struct iphdr);
    if (!ip) return XDP_DROP;
    struct { __u32 length; __be32 address; } key = {32, ip->daddr};
    __u32 *port = bpf_map_lookup_elem(&routes, &key);
    return port ? bpf_redirect_map(&devices, *port, XDP_DROP) : XDP_PASS;
}
SEC("xdp") int firewall_with_rules_in_a_loop(struct xdp_md *ctx) {
    BEGIN;
    if (ethernet(&c) != bpf_htons(ETH_P_IP)) return XDP_PASS;
    struct iphdr *ip = ipv4(&c);
    if (!ip || ip->protocol != IPPROTO_UDP) return XDP_PASS;
    struct udphdr *u = TAKE(&c, struct udphdr);
    if (!u) return XDP_DROP;
    __u16 port = bpf_ntohs(u->dest);
    for (__u32 i = 0; i < 64; i++) {
        __u32 key = i;
        struct rule *r = bpf_map_lookup_elem(&rules, &key);
        if (!r) break;
        if ((ip->saddr & r->mask) != r->address) continue;
        if (port < r->first_port || port > r->last_port) continue;
        return r->verdict & 3;
    }
    return XDP_PASS;
}
SEC("xdp") int firewall_forgets_a_null_check(struct xdp_md *ctx) {
    BEGIN;
    if (ethernet(&c) != bpf_htons(ETH_P_IP)) return XDP_PASS;
    struct iphdr *ip = ipv4(&c);
    if (!ip) return XDP_PASS;
    for (__u32 i = 0; i < 64; i++) {
        __u32 key = i;
        struct rule *r = bpf_map_lookup_elem(&rules, &key);
        if ((ip->saddr & r->mask) == r->address) return XDP_DROP;
    }
    return XDP_PASS;
}

// tc.
SEC("tc") int pulls_and_reads(struct __sk_buff *ctx) {
    bpf_skb_pull_data(ctx, 54);
    BEGIN;
    if (ethernet(&c) != bpf_htons(ETH_P_IP)) return 0;
    struct iphdr *ip = ipv4(&c);
    return ip ? ip->tos : 0;
}
SEC("tc") int reads_pulls_and_reads_on(struct __sk_buff *ctx) {
    BEGIN;
    struct ethhdr *eth = TAKE(&c, struct ethhdr);
    if (!eth) return 0;
    bpf_skb_pull_data(ctx, 54);
    return eth->h_proto;
}
SEC("tc") int stores_and_reads_on(struct __sk_buff *ctx) {
    BEGIN;
    struct ethhdr *eth = TAKE(&c, struct ethhdr);
    if (!eth) return 0;
    __u8 zero[6] = {};
    bpf_skb_store_bytes(ctx, 0, zero, 6, 0);
    return eth->h_proto;
}
SEC("tc") int loads_and_reads_on(struct __sk_buff *ctx) {
    BEGIN;
    struct ethhdr *eth = TAKE(&c, struct ethhdr);
    if (!eth) return 0;
    __u8 bytes[6];
    bpf_skb_load_bytes(ctx, 0, bytes, 6);
    return eth->h_proto + bytes[3];
}
SEC("tc") int translates_addresses(struct __sk_buff *ctx) {
    BEGIN;
    if (ethernet(&c) != bpf_htons(ETH_P_IP)) return 0;
    struct iphdr *ip = ipv4(&c);
    if (!ip || ip->protocol != IPPROTO_TCP) return 0;
    __u32 at = 14 + ip->ihl * 4;
    __be32 old = ip->daddr, new = bpf_htonl(0x0a000001);
    bpf_l4_csum_replace(ctx, at + 16, old, new, 0x10 | 4);
    bpf_l3_csum_replace(ctx, 24, old, new, 4);
    bpf_skb_store_bytes(ctx, 30, &new, 4, 0);
    return 0;
}
SEC("tc") int name_in_a_question(struct __sk_buff *ctx) {
    BEGIN;
    if (ethernet(&c) != bpf_htons(ETH_P_IP)) return 0;
    struct iphdr *ip = ipv4(&c);
    if (!ip || ip->protocol != IPPROTO_UDP) return 0;
    if (!TAKE(&c, struct udphdr)) return 0;
    __u8 *label = c.at + 12;
    char name[64] = {};
    __u32 used = 0;
    for (int i = 0; i < 8; i++) {
        if ((void *)(label + 1) > c.end) return 0;
        __u32 length = *label;
        if (length == 0 || length > 15) break;
        for (__u32 j = 0; j < 15; j++) {
            if (j >= length) break;
            if ((void *)(label + j + 2) > c.end) return 0;
            if (used >= sizeof name - 1) return 0;
            name[used++] = label[j + 1];
        }
        label += length + 1;
    }
    return name[0];
}
SEC("tc") int request_line(struct __sk_buff *ctx) {
    BEGIN;
    if (ethernet(&c) != bpf_htons(ETH_P_IP)) return 0;
    struct iphdr *ip = ipv4(&c);
    if (!ip || ip->protocol != IPPROTO_TCP) return 0;
    if (!tcp(&c)) return 0;
    char *text = c.at;
    if ((void *)(text + 4) > c.end) return 0;
    if (text[0] != 'G' || text[1] != 'E' || text[2] != 'T' || text[3] != ' ') return 0;
    text += 4;
    __u32 hash = 2166136261;
    for (int i = 0; i < 64; i++) {
        if ((void *)(text + 1) > c.end) return 0;
        if (*text == ' ') break;
        hash = (hash ^ *text++) * 16777619;
    }
    return hash;
}
SEC("tc") int offset_from_the_packet(struct __sk_buff *ctx) {
    BEGIN;
    if (c.at + 20 > c.end) return 0;
    __u16 at = *(__u16 *)c.at;
    __u8 *p = c.at + at;
    if ((void *)(p + 1) > c.end) return 0;
    return *p;
}
SEC("tc") int wide_offset_from_the_packet(struct __sk_buff *ctx) {
    BEGIN;
    if (c.at + 20 > c.end) return 0;
    __u32 at = *(__u32 *)c.at;
    __u8 *p = c.at + at;
    if ((void *)(p + 1) > c.end) return 0;
    return *p;
}
SEC("tc") int two_offsets_from_the_packet(struct __sk_buff *ctx) {
    BEGIN;
    if (c.at + 20 > c.end) return 0;
    __u8 *p = c.at + *(__u16 *)c.at;
    if ((void *)(p + 2) > c.end) return 0;
    p += *(__u16 *)p & 0x7fff;
    if ((void *)(p + 2) > c.end) return 0;
    return *p;
}
SEC("tc") int many_offsets_from_the_packet(struct __sk_buff *ctx) {
    BEGIN;
    __u8 *p = c.at;
    for (int i = 0; i < 4; i++) {
        if ((void *)(p + 2) > c.end) return 0;
        p += *(__u16 *)p & 0x7fff;
    }
    if ((void *)(p + 1) > c.end) return 0;
    return *p;
}
SEC("tc") int copies_an_address(struct __sk_buff *ctx) {
    BEGIN;
    struct ethhdr *eth = TAKE(&c, struct ethhdr);
    struct ipv6hdr *ip = eth ? TAKE(&c, struct ipv6hdr) : NULL;
    if (!ip) return 0;
    struct in6_addr to = ip->daddr;
    return to.in6_u.u6_addr32[0] ^ to.in6_u.u6_addr32[3];
}
SEC("tc") int compares_pointers_to_ends_both_ways(struct __sk_buff *ctx) {
    BEGIN;
    if (c.end < c.at + 34) return 0;
    __u8 *p = c.at;
    if (c.end >= (void *)(p + 54)) return p[53];
    return p[33];
}
