// Programs that call helper functions and keep what they return. helpers.expected holds what a
// Linux kernel answers; see the README.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#ifndef BPF_F_ADJ_ROOM_DECAP_L3_IPV4
#define BPF_F_ADJ_ROOM_DECAP_L3_IPV4 (1ULL << 7)
#define BPF_F_ADJ_ROOM_DECAP_L3_IPV6 (1ULL << 8)
#endif

#define SLOTS 64
#define TEXTS 24

long long results[SLOTS];
char texts[TEXTS][64] __attribute__((aligned(8)));

static __always_inline __be16 be16(__u16 value) {
    return __builtin_bswap16(value);
}

static __noinline int clear(int seed) {
    for (int i = 0; i < SLOTS; i++) *(volatile long long *)&results[i] = seed;
    for (int i = 0; i < TEXTS; i++)
        for (int j = 0; j < 64; j += 8) *(volatile long *)&texts[i][j] = seed;
    return seed;
}

#define START int at = clear(0)
#define KEEP(value) results[at++ & (SLOTS - 1)] = (long long)(value)

SEC("tc") int context_fields(struct __sk_buff *skb) {
    START;
    KEEP(skb->len); KEEP(skb->pkt_type); KEEP(skb->mark); KEEP(skb->queue_mapping);
    KEEP(skb->protocol); KEEP(skb->vlan_present); KEEP(skb->vlan_tci); KEEP(skb->vlan_proto);
    KEEP(skb->priority); KEEP(skb->ingress_ifindex); KEEP(skb->ifindex); KEEP(skb->tc_index);
    KEEP(skb->cb[0]); KEEP(skb->cb[4]); KEEP(skb->tc_classid); KEEP(skb->napi_id);
    KEEP(skb->wire_len); KEEP(skb->gso_segs); KEEP(skb->gso_size); KEEP(skb->tstamp);
    KEEP((long)skb->data_end - (long)skb->data); KEEP((long)skb->data - (long)skb->data_meta);
    skb->mark = 7; skb->priority = 9; skb->cb[2] = 11; skb->tc_classid = 13; skb->tc_index = 15;
    KEEP(skb->mark); KEEP(skb->priority); KEEP(skb->cb[2]); KEEP(skb->tc_classid);
    KEEP(skb->tc_index);
    return -1;
}

SEC("socket") int filter_fields(struct __sk_buff *skb) {
    START;
    __u8 bytes[16] = {};
    KEEP(skb->len); KEEP(skb->pkt_type); KEEP(skb->protocol); KEEP(skb->vlan_present);
    KEEP(skb->ifindex); KEEP(skb->ingress_ifindex);
    KEEP(bpf_skb_load_bytes(skb, 0, bytes, 16)); KEEP(bytes[0]); KEEP(bytes[9]);
    KEEP(bpf_skb_load_bytes(skb, skb->len, bytes, 1)); KEEP(bytes[0]);
    KEEP(bpf_skb_load_bytes_relative(skb, 0, bytes, 14, BPF_HDR_START_MAC)); KEEP(bytes[12]);
    KEEP(bpf_skb_load_bytes_relative(skb, 0, bytes, 14, BPF_HDR_START_NET)); KEEP(bytes[9]);
    return 0x7fff0001;
}

SEC("tc") int bytes(struct __sk_buff *skb) {
    START;
    __u8 b[8] = {1, 2, 3, 4, 5, 6, 7, 8};
    KEEP(bpf_skb_store_bytes(skb, 0, b, 6, 0));
    KEEP(bpf_skb_store_bytes(skb, 6, b, 6, BPF_F_RECOMPUTE_CSUM));
    KEEP(bpf_skb_store_bytes(skb, 16, b, 2, BPF_F_INVALIDATE_HASH));
    KEEP(bpf_skb_store_bytes(skb, 0, b, 1, 4));
    KEEP(bpf_skb_store_bytes(skb, skb->len - 1, b, 1, 0));
    KEEP(bpf_skb_store_bytes(skb, skb->len, b, 1, 0));
    KEEP(bpf_skb_store_bytes(skb, 0x7fffffff, b, 1, 0));
    KEEP(bpf_skb_store_bytes(skb, 0x80000000, b, 1, 0));
    KEEP(bpf_skb_store_bytes(skb, -1, b, 1, 0));
    KEEP(bpf_skb_load_bytes(skb, 12, b, 4)); KEEP(b[0]); KEEP(b[1]);
    KEEP(bpf_skb_load_bytes(skb, skb->len - 3, b, 4)); KEEP(b[0]); KEEP(b[3]);
    KEEP(bpf_skb_load_bytes(skb, -1, b, 4));
    KEEP(bpf_skb_load_bytes_relative(skb, 0, b, 4, BPF_HDR_START_MAC)); KEEP(b[2]);
    KEEP(bpf_skb_load_bytes_relative(skb, 0, b, 4, BPF_HDR_START_NET)); KEEP(b[0]);
    KEEP(bpf_skb_load_bytes_relative(skb, 0, b, 4, 2)); KEEP(b[0]);
    KEEP(bpf_skb_load_bytes_relative(skb, 0x10000, b, 4, 0));
    KEEP(bpf_skb_load_bytes_relative(skb, skb->len - 14, b, 1, 1));
    KEEP(bpf_skb_pull_data(skb, 0)); KEEP(bpf_skb_pull_data(skb, skb->len));
    KEEP(bpf_skb_pull_data(skb, skb->len + 1));
    return 3;
}

SEC("tc") int checksums(struct __sk_buff *skb) {
    START;
    __be32 from[4] = {0x01020304, 0xffffffff, 0x80000001, 7};
    __be32 to[4] = {0xdeadbeef, 0, 0xffffffff, 0x12345678};
    KEEP(bpf_csum_diff(0, 0, to, 16, 0)); KEEP(bpf_csum_diff(from, 16, 0, 0, 0));
    KEEP(bpf_csum_diff(from, 16, to, 16, 0)); KEEP(bpf_csum_diff(from, 4, to, 8, 0xffff));
    KEEP(bpf_csum_diff(0, 0, 0, 0, 0x12345)); KEEP(bpf_csum_diff(from, 16, from, 16, 0x10000));
    KEEP(bpf_csum_diff(0, 0, to, 4, 0xfffffffe)); KEEP(bpf_csum_diff(from, 3, 0, 0, 0));
    KEEP(bpf_csum_diff(0, 0, to, 6, 0)); KEEP(bpf_csum_diff(from, 8, to, 4, 0x80008000));
    KEEP(bpf_l3_csum_replace(skb, 24, be16(0x4006), be16(0x3f06), 2));
    KEEP(bpf_l3_csum_replace(skb, 24, 0x0a000001, 0x0b000001, 4));
    KEEP(bpf_l3_csum_replace(skb, 24, 0, 0x1234, 0));
    KEEP(bpf_l3_csum_replace(skb, 24, 1, 0x1234, 0));
    KEEP(bpf_l3_csum_replace(skb, 24, 1, 2, 3)); KEEP(bpf_l3_csum_replace(skb, 25, 1, 2, 2));
    KEEP(bpf_l3_csum_replace(skb, 0x10000, 1, 2, 2));
    KEEP(bpf_l3_csum_replace(skb, skb->len, 1, 2, 2));
    KEEP(bpf_l3_csum_replace(skb, 24, 1, 2, 0x12));
    KEEP(bpf_l4_csum_replace(skb, 50, 0x0a000001, 0x0b000001, 4 | BPF_F_PSEUDO_HDR));
    KEEP(bpf_l4_csum_replace(skb, 50, be16(80), be16(8080), 2));
    KEEP(bpf_l4_csum_replace(skb, 50, 0, 0xabcd, BPF_F_PSEUDO_HDR));
    KEEP(bpf_l4_csum_replace(skb, 50, 2, 0xabcd, 0));
    KEEP(bpf_l4_csum_replace(skb, 50, 2, 3, 6)); KEEP(bpf_l4_csum_replace(skb, 51, 2, 3, 2));
    KEEP(bpf_l4_csum_replace(skb, 50, 2, 3, 2 | 0x100));
    KEEP(bpf_l4_csum_replace(skb, skb->len - 2, 2, 3, 2 | BPF_F_MARK_MANGLED_0));
    KEEP(bpf_l4_csum_replace(skb, skb->len - 2, 2, 3,
                             2 | BPF_F_MARK_MANGLED_0 | BPF_F_MARK_ENFORCE));
    KEEP(bpf_csum_update(skb, 5)); KEEP(bpf_csum_level(skb, BPF_CSUM_LEVEL_QUERY));
    KEEP(bpf_csum_level(skb, BPF_CSUM_LEVEL_INC)); KEEP(bpf_csum_level(skb, BPF_CSUM_LEVEL_DEC));
    KEEP(bpf_csum_level(skb, BPF_CSUM_LEVEL_RESET)); KEEP(bpf_csum_level(skb, 4));
    return 0;
}

#define VLAN() KEEP(skb->len); KEEP(skb->protocol); KEEP(skb->vlan_present); \
    KEEP(skb->vlan_tci); KEEP(skb->vlan_proto)

SEC("tc") int vlan_push(struct __sk_buff *skb) {
    START;
    KEEP(bpf_skb_vlan_push(skb, be16(0x8100), 42)); VLAN();
    KEEP(bpf_skb_vlan_push(skb, be16(0x88a8), 0xe123)); VLAN();
    KEEP(bpf_skb_vlan_push(skb, be16(0x1234), 5)); VLAN();
    KEEP(bpf_skb_vlan_pop(skb)); VLAN();
    return 0;
}

SEC("tc") int vlan_pop(struct __sk_buff *skb) {
    START;
    KEEP(bpf_skb_vlan_pop(skb)); VLAN();
    KEEP(bpf_skb_vlan_pop(skb)); VLAN();
    KEEP(bpf_skb_vlan_push(skb, 0, 1)); VLAN();
    KEEP(bpf_skb_vlan_pop(skb)); VLAN();
    return 0;
}

#define ROOM(diff, mode, flags) KEEP(bpf_skb_adjust_room(skb, diff, mode, flags)); \
    KEEP(skb->len); KEEP(skb->protocol)

SEC("tc") int room_grow(struct __sk_buff *skb) {
    START;
    ROOM(8, BPF_ADJ_ROOM_NET, 0);
    ROOM(4, BPF_ADJ_ROOM_MAC, 0);
    ROOM(0, BPF_ADJ_ROOM_MAC, 0);
    ROOM(4, 2, 0);
    ROOM(0x1000, BPF_ADJ_ROOM_MAC, 0);
    ROOM(0xfff, BPF_ADJ_ROOM_MAC, BPF_F_ADJ_ROOM_NO_CSUM_RESET);
    ROOM(4, BPF_ADJ_ROOM_MAC, 1 << 9);
    ROOM(4, BPF_ADJ_ROOM_MAC, BPF_F_ADJ_ROOM_DECAP_L3_IPV4);
    ROOM(4, BPF_ADJ_ROOM_MAC, BPF_F_ADJ_ROOM_FIXED_GSO);
    ROOM(0xfff, BPF_ADJ_ROOM_MAC, 0);
    ROOM(0xfff, BPF_ADJ_ROOM_MAC, 0);
    ROOM(0xfff, BPF_ADJ_ROOM_MAC, 0);
    ROOM(0xfff, BPF_ADJ_ROOM_MAC, 0);
    return 0;
}

SEC("tc") int room_encap4(struct __sk_buff *skb) {
    START;
    ROOM(20, BPF_ADJ_ROOM_MAC, BPF_F_ADJ_ROOM_ENCAP_L3_IPV4 | BPF_F_ADJ_ROOM_ENCAP_L3_IPV6);
    ROOM(20, BPF_ADJ_ROOM_MAC, BPF_F_ADJ_ROOM_ENCAP_L3_IPV4 | BPF_F_ADJ_ROOM_ENCAP_L4_GRE
         | BPF_F_ADJ_ROOM_ENCAP_L4_UDP);
    ROOM(20, BPF_ADJ_ROOM_MAC, BPF_F_ADJ_ROOM_ENCAP_L3_IPV4 | BPF_F_ADJ_ROOM_ENCAP_L2(30));
    ROOM(20, BPF_ADJ_ROOM_MAC, BPF_F_ADJ_ROOM_ENCAP_L3_IPV4 | BPF_F_ADJ_ROOM_ENCAP_L2_ETH);
    ROOM(28, BPF_ADJ_ROOM_MAC, BPF_F_ADJ_ROOM_ENCAP_L3_IPV4 | BPF_F_ADJ_ROOM_ENCAP_L4_UDP);
    ROOM(20, BPF_ADJ_ROOM_MAC, BPF_F_ADJ_ROOM_ENCAP_L3_IPV4);
    return 0;
}

SEC("tc") int room_encap6(struct __sk_buff *skb) {
    START;
    ROOM(54, BPF_ADJ_ROOM_MAC, BPF_F_ADJ_ROOM_ENCAP_L3_IPV6 | BPF_F_ADJ_ROOM_ENCAP_L2(14)
         | BPF_F_ADJ_ROOM_ENCAP_L2_ETH);
    ROOM(-54, BPF_ADJ_ROOM_MAC, 0);
    return 0;
}

SEC("tc") int room_shrink(struct __sk_buff *skb) {
    START;
    ROOM(-4, BPF_ADJ_ROOM_NET, 0);
    ROOM(-4, BPF_ADJ_ROOM_MAC, 0);
    ROOM(-2, BPF_ADJ_ROOM_MAC, BPF_F_ADJ_ROOM_ENCAP_L3_IPV4);
    ROOM(-2, BPF_ADJ_ROOM_MAC, BPF_F_ADJ_ROOM_DECAP_L3_IPV4 | BPF_F_ADJ_ROOM_DECAP_L3_IPV6);
    ROOM(-2, BPF_ADJ_ROOM_MAC, BPF_F_ADJ_ROOM_DECAP_L3_IPV6);
    ROOM(-2, BPF_ADJ_ROOM_MAC, BPF_F_ADJ_ROOM_DECAP_L3_IPV4);
    ROOM(-2000, BPF_ADJ_ROOM_MAC, 0);
    ROOM(-5000, BPF_ADJ_ROOM_MAC, 0);
    ROOM(-20, BPF_ADJ_ROOM_NET, 0);
    ROOM(-40, BPF_ADJ_ROOM_NET, 0);
    return 0;
}

SEC("tc") int head_tail(struct __sk_buff *skb) {
    START;
    KEEP(bpf_skb_change_tail(skb, skb->len + 10, 0)); KEEP(skb->len);
    KEEP(bpf_skb_change_tail(skb, skb->len - 12, 0)); KEEP(skb->len);
    KEEP(bpf_skb_change_tail(skb, 14, 1)); KEEP(bpf_skb_change_tail(skb, 13, 0));
    KEEP(bpf_skb_change_tail(skb, 0x10000, 0)); KEEP(bpf_skb_change_tail(skb, -1, 0));
    KEEP(bpf_skb_change_head(skb, 14, 0)); KEEP(skb->len);
    KEEP(bpf_skb_change_tail(skb, 13, 0)); KEEP(bpf_skb_change_tail(skb, 27, 0)); KEEP(skb->len);
    KEEP(bpf_skb_change_tail(skb, 40, 0));
    KEEP(bpf_skb_change_head(skb, 300, 0)); KEEP(skb->len);
    KEEP(bpf_skb_change_head(skb, 0, 0)); KEEP(bpf_skb_change_head(skb, 4, 1));
    KEEP(bpf_skb_change_head(skb, -1, 0)); KEEP(bpf_skb_change_head(skb, 0x10000, 0));
    KEEP(bpf_skb_change_tail(skb, 16000, 0)); KEEP(skb->len);
    KEEP(bpf_skb_change_tail(skb, 16064, 0)); KEEP(bpf_skb_change_tail(skb, 16065, 0));
    KEEP(bpf_skb_change_tail(skb, 400, 0)); KEEP(skb->len);
    return 0;
}

SEC("tc") int protocol(struct __sk_buff *skb) {
    START;
    KEEP(bpf_skb_change_proto(skb, be16(0x86dd), 1));
    KEEP(bpf_skb_change_proto(skb, be16(0x0806), 0));
    KEEP(bpf_skb_change_proto(skb, be16(0x86dd), 0)); KEEP(skb->len); KEEP(skb->protocol);
    KEEP(bpf_skb_change_proto(skb, be16(0x86dd), 0));
    KEEP(bpf_skb_change_proto(skb, be16(0x0800), 0)); KEEP(skb->len); KEEP(skb->protocol);
    KEEP(bpf_skb_change_type(skb, 0)); KEEP(skb->pkt_type);
    KEEP(bpf_skb_change_type(skb, 3)); KEEP(skb->pkt_type);
    KEEP(bpf_skb_change_type(skb, 4)); KEEP(bpf_skb_change_type(skb, -1));
    return 0;
}

SEC("tc") int state(struct __sk_buff *skb) {
    START;
    KEEP(bpf_set_hash(skb, 0x12345678)); KEEP(skb->hash); KEEP(bpf_get_hash_recalc(skb));
    bpf_set_hash_invalid(skb); KEEP(skb->hash); KEEP(bpf_get_hash_recalc(skb) != 0);
    KEEP(bpf_skb_set_tstamp(skb, 77, BPF_SKB_TSTAMP_DELIVERY_MONO)); KEEP(skb->tstamp);
    KEEP(skb->tstamp_type);
    KEEP(bpf_skb_set_tstamp(skb, 0, BPF_SKB_TSTAMP_DELIVERY_MONO));
    KEEP(bpf_skb_set_tstamp(skb, 78, 2)); KEEP(skb->tstamp); KEEP(skb->tstamp_type);
    KEEP(bpf_skb_set_tstamp(skb, 79, 3)); KEEP(bpf_skb_set_tstamp(skb, 80, 0));
    KEEP(skb->tstamp); KEEP(skb->tstamp_type); KEEP(bpf_skb_set_tstamp(skb, 0, 0));
    KEEP(bpf_skb_ecn_set_ce(skb)); KEEP(bpf_skb_ecn_set_ce(skb));
    KEEP(bpf_get_route_realm(skb)); KEEP(bpf_get_cgroup_classid(skb));
    return 0;
}

SEC("tc") int tunnel(struct __sk_buff *skb) {
    START;
    struct bpf_tunnel_key key = {.tunnel_id = 5};
    __u8 option[8] = {1, 2};
    KEEP(bpf_skb_get_tunnel_key(skb, &key, sizeof key, 0)); KEEP(key.tunnel_id);
    KEEP(bpf_skb_get_tunnel_opt(skb, option, 8)); KEEP(option[0]);
    KEEP(bpf_skb_set_tunnel_opt(skb, option, 8));
    KEEP(bpf_skb_set_tunnel_key(skb, &key, sizeof key, 1 << 9));
    KEEP(bpf_skb_set_tunnel_key(skb, &key, 13, 0));
    KEEP(bpf_skb_set_tunnel_key(skb, &key, sizeof key, 0));
    KEEP(bpf_skb_set_tunnel_opt(skb, option, 7)); KEEP(bpf_skb_set_tunnel_opt(skb, option, 8));
    return 0;
}

SEC("tc") int redirects(struct __sk_buff *skb) {
    START;
    struct bpf_redir_neigh neighbour = {};
    KEEP(bpf_redirect(1, 0)); KEEP(bpf_redirect(1, BPF_F_INGRESS)); KEEP(bpf_redirect(1, 2));
    KEEP(bpf_redirect_neigh(1, 0, 0, 0)); KEEP(bpf_redirect_neigh(1, &neighbour, 20, 0));
    KEEP(bpf_redirect_neigh(1, &neighbour, 19, 0)); KEEP(bpf_redirect_neigh(1, 0, 0, 1));
    KEEP(bpf_redirect_peer(1, 0)); KEEP(bpf_redirect_peer(1, 1));
    KEEP(bpf_clone_redirect(skb, 0, 0)); KEEP(bpf_clone_redirect(skb, 1, 2));
    return 2;
}

SEC("tc") int lookups(struct __sk_buff *skb) {
    START;
    struct bpf_fib_lookup fib = {.family = 2, .ifindex = 1};
    struct bpf_sock_tuple tuple = {};
    KEEP(bpf_fib_lookup(skb, &fib, 63, 0)); KEEP(bpf_fib_lookup(skb, &fib, sizeof fib, 64));
    fib.family = 3; KEEP(bpf_fib_lookup(skb, &fib, sizeof fib, 0));
    struct bpf_sock *sk = bpf_sk_lookup_tcp(skb, &tuple, 12, 0, 1);
    KEEP(sk == 0); if (sk) bpf_sk_release(sk);
    sk = bpf_sk_lookup_udp(skb, &tuple, 13, -1, 0);
    KEEP(sk == 0); if (sk) bpf_sk_release(sk);
    sk = bpf_sk_lookup_udp(skb, &tuple, sizeof tuple.ipv6, -1, 0);
    KEEP(sk == 0); if (sk) bpf_sk_release(sk);
    __u32 mtu = 0;
    KEEP(bpf_check_mtu(skb, 1, &mtu, 0, 2)); KEEP(bpf_check_mtu(skb, 1, &mtu, 1, 1));
    KEEP(bpf_check_mtu(skb, -1, &mtu, 0, 0));
    return 0;
}

static const char seven[] = "%d %u %x %ld %lld %llx %X";
static const char flags[] = "[%5d] [%-5d] [%05d] [%+d] [% d] [%08llx]";
static const char addresses[] = "%pI4 %pi4";
static const char addresses6[] = "%pI6";
static const char plain6[] = "%pi6";
static const char strings[] = "%s|%10s|%-6s|%c|%%";
static const char bad_o[] = "%o";
static const char bad_end[] = "%d %";
static const char bad_float[] = "%f";
static const char bad_long_char[] = "%lc";
static const char bad_address[] = "%pI5";
static const char bad_bytes[] = "\x01";
static const char bad_utf[] = "\xc3\xa4";
static const char few[] = "%d %d";
static const char none[] = "plain";
static const char hex_pointer[] = "%px %px";
static const char string_kernel[] = "%pks.";
static const char word[] = "word";
static const char h_mod[] = "%hd";

#define PRINT(n, size, format, ...) ({ unsigned long long v[] = {__VA_ARGS__}; \
    KEEP(bpf_snprintf(texts[n], size, format, v, sizeof v)); })

SEC("tc") int print_numbers(struct __sk_buff *skb) {
    START;
    PRINT(0, 64, seven, -1, -1, 0xabcdef, -2, -3, 0xdeadbeefcafeULL, 0xabc);
    PRINT(1, 64, flags, 42, 42, -42, 42, 42, 0x1234);
    PRINT(2, 10, seven, 1, 2, 3, 4, 5, 6, 7);
    PRINT(3, 1, seven, 1, 2, 3, 4, 5, 6, 7);
    PRINT(4, 64, hex_pointer, 0x1234, -1);
    KEEP(bpf_snprintf(texts[5], 64, none, 0, 0));
    PRINT(6, 64, none, 1, 2);
    PRINT(7, 64, seven, 0x1ffffffffULL, 0x1ffffffffULL, 0x1ffffffffULL, 0, 0, 0, 0);
    return 0;
}

SEC("tc") int print_texts(struct __sk_buff *skb) {
    START;
    __u32 ip = 0x0102000a;
    __u8 ip6[16] = {0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    PRINT(0, 64, addresses, (unsigned long)&ip, (unsigned long)&ip);
    PRINT(1, 64, addresses6, (unsigned long)ip6);
    PRINT(2, 64, plain6, (unsigned long)ip6);
    const char *volatile pointer = word;
    PRINT(3, 64, strings, (unsigned long)pointer, (unsigned long)pointer, (unsigned long)pointer,
          'x');
    PRINT(4, 64, string_kernel, (unsigned long)pointer);
    PRINT(5, 64, strings, 0, 0, 0, 0);
    return 0;
}

#define TRACE(format, ...) ({ unsigned long long v[] = {__VA_ARGS__}; \
    KEEP(bpf_trace_vprintk(format, sizeof format, v, sizeof v)); })

SEC("tc") int print_bad(struct __sk_buff *skb) {
    START;
    TRACE(bad_o, 1); TRACE(bad_end, 1, 2); TRACE(bad_float, 1); TRACE(bad_long_char, 1);
    TRACE(bad_address, 1); TRACE(bad_bytes, 1); TRACE(bad_utf, 1); TRACE(few, 1);
    TRACE(h_mod, 1); TRACE(few, 1, 2); TRACE(none, 1); TRACE(string_kernel, 0);
    unsigned long long v[13] = {};
    KEEP(bpf_trace_vprintk(few, sizeof few, v, 7));
    KEEP(bpf_trace_vprintk(few, sizeof few, v, 104));
    KEEP(bpf_trace_vprintk(few, sizeof few - 1, v, 16));
    KEEP(bpf_trace_printk(none, sizeof none)); KEEP(bpf_trace_printk(few, sizeof few, 10, 200));
    return 0;
}

#define NUMBER(text, flags) ({ char s[] = text; long l = 5; unsigned long u = 5; \
    KEEP(bpf_strtol(s, sizeof s, flags, &l)); KEEP(l); \
    KEEP(bpf_strtoul(s, sizeof s, flags, &u)); KEEP(u); })

SEC("tc") int numbers(struct __sk_buff *skb) {
    START;
    NUMBER("42", 0); NUMBER("  -42x", 10); NUMBER("0x1f", 0); NUMBER("0x1f", 16);
    NUMBER("017", 0); NUMBER("0xg", 0); NUMBER("", 0); NUMBER("zz", 16); NUMBER("9", 8);
    NUMBER("9223372036854775807", 0); NUMBER("9223372036854775808", 0);
    NUMBER("18446744073709551616", 10); NUMBER("12", 7); NUMBER("12", 32); NUMBER("-0", 0);
    return 0;
}

SEC("tc") int numbers_more(struct __sk_buff *skb) {
    START;
    NUMBER("-9223372036854775808", 0); NUMBER("-9223372036854775809", 0); NUMBER("\t\n 7", 10);
    NUMBER("+7", 10); NUMBER("- 7", 10); NUMBER("-", 10); NUMBER("0", 0); NUMBER("0x", 16);
    NUMBER("1 2", 0); NUMBER("ffffffffffffffff", 16); NUMBER("08", 0); NUMBER("0X1F", 0);
    return 0;
}

SEC("tc") int compare(struct __sk_buff *skb) {
    START;
    char a[8] = "word", b[8] = "worse", c[4] = "wor", d[8] = "";
    KEEP(bpf_strncmp(a, 8, word)); KEEP(bpf_strncmp(b, 8, word)); KEEP(bpf_strncmp(b, 3, word));
    KEEP(bpf_strncmp(c, 4, word)); KEEP(bpf_strncmp(d, 8, word)); KEEP(bpf_strncmp(a, 2, word));
    a[0] = 'a'; KEEP(bpf_strncmp(a, 8, word)); a[0] = 0xff; KEEP(bpf_strncmp(a, 8, word));
    return 0;
}

struct { __uint(type, BPF_MAP_TYPE_RINGBUF); __uint(max_entries, 4096); } ring SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 4); __type(key, __u32);
    __type(value, __u64); } array SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_DEVMAP); __uint(max_entries, 4); __type(key, __u32);
    __type(value, __u32); } devices SEC(".maps");

SEC("tc") int dynptrs(struct __sk_buff *skb) {
    START;
    struct bpf_dynptr p;
    static char memory[32];
    char b[8] = {1, 2, 3, 4, 5, 6, 7, 8};
    KEEP(bpf_dynptr_from_mem(memory, 32, 0, &p));
    KEEP(bpf_dynptr_write(&p, 30, b, 2, 0)); KEEP(bpf_dynptr_write(&p, 31, b, 2, 0));
    KEEP(bpf_dynptr_write(&p, 0, b, 8, 1)); KEEP(bpf_dynptr_read(b, 4, &p, 28, 0)); KEEP(b[3]);
    KEEP(bpf_dynptr_read(b, 4, &p, 29, 0)); KEEP(bpf_dynptr_read(b, 1, &p, -1, 0));
    KEEP(bpf_dynptr_read(b, 4, &p, 0, 1)); KEEP(bpf_dynptr_read(b, 0, &p, 32, 0));
    char *slice = bpf_dynptr_data(&p, 24, 8);
    KEEP(slice != 0); if (slice) KEEP(slice[6]);
    KEEP(bpf_dynptr_data(&p, 25, 8) == 0);
    KEEP(bpf_dynptr_from_mem(memory, 32, 1, &p)); KEEP(bpf_dynptr_read(b, 0, &p, 0, 0));
    KEEP(bpf_dynptr_write(&p, 0, b, 0, 0)); KEEP(bpf_dynptr_data(&p, 0, 1) == 0);
    return 0;
}

SEC("tc") int records(struct __sk_buff *skb) {
    START;
    struct bpf_dynptr p;
    char b[8] = {1};
    KEEP(bpf_ringbuf_reserve_dynptr(&ring, 16, 0, &p));
    KEEP(bpf_dynptr_write(&p, 8, b, 8, 0)); KEEP(bpf_dynptr_write(&p, 9, b, 8, 0));
    bpf_ringbuf_discard_dynptr(&p, 0);
    KEEP(bpf_ringbuf_reserve_dynptr(&ring, 5000, 0, &p)); bpf_ringbuf_submit_dynptr(&p, 0);
    KEEP(bpf_ringbuf_reserve_dynptr(&ring, 8, 1, &p)); bpf_ringbuf_submit_dynptr(&p, 0);
    KEEP(bpf_ringbuf_reserve_dynptr(&ring, 0x1000000, 0, &p)); bpf_ringbuf_submit_dynptr(&p, 0);
    KEEP(bpf_ringbuf_output(&ring, b, 8, 4)); KEEP(bpf_ringbuf_output(&ring, b, 8, 0));
    KEEP(bpf_ringbuf_query(&ring, BPF_RB_RING_SIZE));
    void *record = bpf_ringbuf_reserve(&ring, 4096, 0);
    KEEP(record == 0); if (record) bpf_ringbuf_discard(record, 0);
    record = bpf_ringbuf_reserve(&ring, 8, 1);
    KEEP(record == 0); if (record) bpf_ringbuf_discard(record, 0);
    return 0;
}

static int count(__u32 index, long *sum) {
    *sum += index;
    return index == 9;
}

static int each(void *map, __u32 *key, __u64 *value, long *sum) {
    *sum += *key + 1;
    return *key == 2;
}

SEC("tc") int loops(struct __sk_buff *skb) {
    START;
    long sum = 0;
    KEEP(bpf_loop(5, count, &sum, 0)); KEEP(sum);
    KEEP(bpf_loop(100, count, &sum, 0)); KEEP(sum);
    KEEP(bpf_loop(0, count, &sum, 0)); KEEP(bpf_loop(5, count, &sum, 1));
    KEEP(bpf_loop(1 << 23, count, &sum, 0)); KEEP(bpf_loop((1 << 23) + 1, count, &sum, 0));
    sum = 0;
    KEEP(bpf_for_each_map_elem(&array, each, &sum, 0)); KEEP(sum);
    KEEP(bpf_for_each_map_elem(&array, each, &sum, 1));
    return 0;
}

#define FRAME() KEEP((long)(xdp->data_end) - (long)(xdp->data)); \
    KEEP((long)(xdp->data) - (long)(xdp->data_meta))

SEC("xdp") int xdp_head(struct xdp_md *xdp) {
    START;
    FRAME(); KEEP(xdp->ingress_ifindex); KEEP(xdp->rx_queue_index);
    KEEP(bpf_xdp_adjust_head(xdp, 4)); FRAME();
    KEEP(bpf_xdp_adjust_head(xdp, -8)); FRAME();
    KEEP(bpf_xdp_adjust_head(xdp, -252)); KEEP(bpf_xdp_adjust_head(xdp, -213));
    KEEP(bpf_xdp_adjust_head(xdp, -212)); FRAME(); KEEP(bpf_xdp_adjust_head(xdp, -1));
    KEEP(bpf_xdp_adjust_head(xdp, 10000)); KEEP(bpf_xdp_adjust_head(xdp, 216));
    KEEP(bpf_xdp_adjust_head(xdp, bpf_xdp_get_buff_len(xdp) - 13));
    KEEP(bpf_xdp_adjust_head(xdp, bpf_xdp_get_buff_len(xdp) - 14)); FRAME();
    return XDP_TX;
}

SEC("xdp") int xdp_tail(struct xdp_md *xdp) {
    START;
    long length = bpf_xdp_get_buff_len(xdp);
    KEEP(length);
    KEEP(bpf_xdp_adjust_tail(xdp, 10)); FRAME();
    KEEP(bpf_xdp_adjust_tail(xdp, -20)); FRAME();
    KEEP(bpf_xdp_adjust_tail(xdp, -(length - 10 - 13)));
    KEEP(bpf_xdp_adjust_tail(xdp, 3520 - (length - 10) + 1));
    KEEP(bpf_xdp_adjust_tail(xdp, 3520 - (length - 10))); FRAME();
    KEEP(bpf_xdp_adjust_tail(xdp, 1)); KEEP(bpf_xdp_adjust_tail(xdp, -3500));
    KEEP(bpf_xdp_adjust_tail(xdp, -3506)); FRAME();
    return XDP_PASS;
}

SEC("xdp") int xdp_meta(struct xdp_md *xdp) {
    START;
    KEEP(bpf_xdp_adjust_meta(xdp, -4)); FRAME();
    KEEP(bpf_xdp_adjust_meta(xdp, -2)); KEEP(bpf_xdp_adjust_meta(xdp, 8));
    KEEP(bpf_xdp_adjust_meta(xdp, 4)); FRAME();
    KEEP(bpf_xdp_adjust_meta(xdp, -32)); KEEP(bpf_xdp_adjust_meta(xdp, -4)); FRAME();
    KEEP(bpf_xdp_adjust_meta(xdp, -220)); KEEP(bpf_xdp_adjust_meta(xdp, -200)); FRAME();
    KEEP(bpf_xdp_adjust_head(xdp, -4)); FRAME(); KEEP(bpf_xdp_adjust_head(xdp, 4)); FRAME();
    KEEP(bpf_xdp_adjust_head(xdp, -200));
    KEEP(bpf_xdp_adjust_meta(xdp, 236)); FRAME();
    return XDP_DROP;
}

SEC("xdp") int xdp_bytes(struct xdp_md *xdp) {
    START;
    __u8 b[8] = {1, 2, 3, 4, 5, 6, 7, 8};
    __u32 end = bpf_xdp_get_buff_len(xdp);
    KEEP(bpf_xdp_store_bytes(xdp, 0, b, 6)); KEEP(bpf_xdp_store_bytes(xdp, end - 1, b, 1));
    KEEP(bpf_xdp_store_bytes(xdp, end - 1, b, 2)); KEEP(bpf_xdp_store_bytes(xdp, end, b, 1));
    KEEP(bpf_xdp_load_bytes(xdp, 4, b, 8)); KEEP(b[0]); KEEP(b[7]);
    KEEP(bpf_xdp_load_bytes(xdp, end - 4, b, 8)); KEEP(b[0]);
    KEEP(bpf_xdp_load_bytes(xdp, 0xffff, b, 8)); KEEP(bpf_xdp_load_bytes(xdp, 0x10000, b, 8));
    KEEP(bpf_xdp_load_bytes(xdp, -1, b, 8));
    return XDP_PASS;
}

SEC("xdp") int xdp_redirects(struct xdp_md *xdp) {
    START;
    __u32 mtu = 0;
    KEEP(bpf_redirect(1, 1)); KEEP(bpf_redirect_map(&devices, 0, 0));
    KEEP(bpf_redirect_map(&devices, 0, XDP_PASS)); KEEP(bpf_redirect_map(&devices, 9, XDP_TX));
    KEEP(bpf_redirect_map(&devices, 0, 4)); KEEP(bpf_redirect_map(&devices, 0, 32));
    KEEP(bpf_redirect_map(&devices, 9, BPF_F_BROADCAST));
    KEEP(bpf_redirect_map(&devices, 9, BPF_F_BROADCAST | BPF_F_EXCLUDE_INGRESS));
    KEEP(bpf_redirect_map(&devices, 0, BPF_F_EXCLUDE_INGRESS | XDP_DROP));
    KEEP(bpf_check_mtu(xdp, 1, &mtu, 0, 1)); KEEP(bpf_check_mtu(xdp, -1, &mtu, 0, 0));
    KEEP(bpf_redirect(1, 0));
    return XDP_DROP;
}

char _license[] SEC("license") = "GPL";
