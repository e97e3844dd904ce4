// Sockets: looked up, checked, narrowed to what they are, and given back.
#include "kernel.h"

struct { __uint(type, BPF_MAP_TYPE_SOCKMAP); __uint(max_entries, 8); __type(key, __u32); __type(value, __u64); } socks SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_SOCKHASH); __uint(max_entries, 8); __type(key, __u32); __type(value, __u64); } sockets SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_REUSEPORT_SOCKARRAY); __uint(max_entries, 8); __type(key, __u32); __type(value, __u64); } ports SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_SK_STORAGE); __uint(map_flags, BPF_F_NO_PREALLOC); __type(key, int); __type(value, __u64); } notes SEC(".maps");
struct kept { void *pointer; long number; };
HASH(keeps, 4, __u32, struct kept);

#define TUPLE struct bpf_sock_tuple t = {}
#define LOOKUP bpf_sk_lookup_tcp(skb, &t, sizeof t.ipv4, BPF_F_CURRENT_NETNS, 0)

SEC("tc") int looked_up_and_released(struct __sk_buff *skb) {
    TUPLE;
    struct bpf_sock *sk = LOOKUP;
    if (sk) bpf_sk_release(sk);
    return 0;
}
SEC("xdp") int looked_up_in_xdp(struct xdp_md *ctx) {
    TUPLE;
    struct bpf_sock *sk = bpf_sk_lookup_udp(ctx, &t, sizeof t.ipv6, 0, 0);
    if (!sk) return XDP_PASS;
    int state = sk->state;
    bpf_sk_release(sk);
    return state ? XDP_DROP : XDP_PASS;
}
SEC("socket") int looked_up_in_a_socket_filter(struct __sk_buff *skb) {
    TUPLE;
    struct bpf_sock *sk = LOOKUP;
    if (sk) bpf_sk_release(sk);
    return 0;
}
SEC("tc") int never_released(struct __sk_buff *skb) {
    TUPLE;
    struct bpf_sock *sk = LOOKUP;
    return sk ? sk->family : 0;
}
SEC("tc") int never_even_checked(struct __sk_buff *skb) {
    TUPLE;
    LOOKUP;
    return 0;
}
SEC("tc") int released_unchecked(struct __sk_buff *skb) {
    TUPLE;
    bpf_sk_release(LOOKUP);
    return 0;
}
SEC("tc") int released_twice(struct __sk_buff *skb) {
    TUPLE;
    struct bpf_sock *sk = LOOKUP;
    if (!sk) return 0;
    bpf_sk_release(sk);
    bpf_sk_release(sk);
    return 0;
}
SEC("tc") int used_after_release(struct __sk_buff *skb) {
    TUPLE;
    struct bpf_sock *sk = LOOKUP;
    if (!sk) return 0;
    bpf_sk_release(sk);
    return *(volatile __u32 *)&sk->family;
}
SEC("tc") int released_on_one_branch(struct __sk_buff *skb) {
    TUPLE;
    struct bpf_sock *sk = LOOKUP;
    if (!sk) return 0;
    if (skb->len > 60) bpf_sk_release(sk);
    return 0;
}
SEC("tc") int field_is_written(struct __sk_buff *skb) {
    TUPLE;
    struct bpf_sock *sk = LOOKUP;
    if (!sk) return 0;
    *(volatile __u32 *)&sk->mark = 4;
    bpf_sk_release(sk);
    return 0;
}
SEC("tc") int fields_are_read(struct __sk_buff *skb) {
    TUPLE;
    struct bpf_sock *sk = LOOKUP;
    if (!sk) return 0;
    int sum = sk->bound_dev_if + sk->family + sk->type + sk->protocol + sk->mark + sk->priority +
              sk->src_ip4 + sk->src_port + sk->dst_ip4 + sk->state + sk->rx_queue_mapping + sk->src_ip6[3];
    bpf_sk_release(sk);
    return sum;
}
SEC("tc") int narrow_fields_are_read(struct __sk_buff *skb) {
    TUPLE;
    struct bpf_sock *sk = LOOKUP;
    if (!sk) return 0;
    int sum = *(volatile __u8 *)&sk->family + *(volatile __u16 *)&sk->dst_port + *(volatile __u8 *)&sk->src_ip4;
    bpf_sk_release(sk);
    return sum;
}
SEC("tc") int wide_field_is_read(struct __sk_buff *skb) {
    TUPLE;
    struct bpf_sock *sk = LOOKUP;
    if (!sk) return 0;
    long both = *(volatile long *)&sk->type;
    bpf_sk_release(sk);
    return both;
}
SEC("tc") int read_past_the_socket(struct __sk_buff *skb) {
    TUPLE;
    struct bpf_sock *sk = LOOKUP;
    if (!sk) return 0;
    int far = ((volatile int *)sk)[40];
    bpf_sk_release(sk);
    return far;
}
SEC("tc") int moved_pointer(struct __sk_buff *skb) {
    TUPLE;
    struct bpf_sock *sk = LOOKUP;
    if (!sk) return 0;
    void *p = sk;
    hide(p);
    p += 4;
    hide(p);
    bpf_sk_release(p);
    return 0;
}
SEC("tc") int moved_by_an_unknown_amount(struct __sk_buff *skb) {
    TUPLE;
    long at = skb->len & 4;
    struct bpf_sock *sk = LOOKUP;
    if (!sk) return 0;
    int x = *(volatile int *)((void *)sk + at);
    bpf_sk_release(sk);
    return x;
}
SEC("tc") int tuple_too_short(struct __sk_buff *skb) {
    TUPLE;
    struct bpf_sock *sk = bpf_sk_lookup_tcp(skb, &t, 37, -1, 0);
    if (sk) bpf_sk_release(sk);
    return 0;
}
SEC("tc") int tuple_not_set(struct __sk_buff *skb) {
    struct bpf_sock_tuple t;
    struct bpf_sock *sk = LOOKUP;
    if (sk) bpf_sk_release(sk);
    return 0;
}
SEC("tc") int tuple_from_the_packet(struct __sk_buff *skb) {
    void *data = (void *)(long)skb->data;
    if (data + 14 + 20 + 20 > (void *)(long)skb->data_end) return 0;
    struct bpf_sock *sk = bpf_sk_lookup_tcp(skb, data + 26, 12, -1, 0);
    if (sk) bpf_sk_release(sk);
    return 0;
}
SEC("tc") int tuple_too_far_in_the_packet(struct __sk_buff *skb) {
    void *data = (void *)(long)skb->data;
    if (data + 34 > (void *)(long)skb->data_end) return 0;
    struct bpf_sock *sk = bpf_sk_lookup_tcp(skb, data + 26, 12, -1, 0);
    if (sk) bpf_sk_release(sk);
    return 0;
}
SEC("tc") int two_at_once(struct __sk_buff *skb) {
    TUPLE;
    struct bpf_sock *a = LOOKUP;
    if (!a) return 0;
    struct bpf_sock *b = LOOKUP;
    if (b) bpf_sk_release(b);
    bpf_sk_release(a);
    return 0;
}
SEC("tc") int one_of_two_is_lost(struct __sk_buff *skb) {
    TUPLE;
    struct bpf_sock *a = LOOKUP;
    if (!a) return 0;
    struct bpf_sock *b = LOOKUP;
    if (!b) return 0;
    bpf_sk_release(b);
    bpf_sk_release(a);
    return 0;
}
SEC("tc") int overwritten_by_another(struct __sk_buff *skb) {
    TUPLE;
    struct bpf_sock *sk = LOOKUP;
    if (!sk) sk = bpf_sk_lookup_udp(skb, &t, sizeof t.ipv4, -1, 0);
    if (!sk) return 0;
    bpf_sk_release(sk);
    return 0;
}
SEC("tc") int looked_up_in_a_loop(struct __sk_buff *skb) {
    TUPLE;
    for (int i = 0; i < 4; i++) {
        t.ipv4.dport = i;
        struct bpf_sock *sk = LOOKUP;
        if (sk) bpf_sk_release(sk);
    }
    return 0;
}
SEC("tc") int kept_in_a_map(struct __sk_buff *skb) {
    TUPLE;
    __u32 key = 0;
    struct kept *k = bpf_map_lookup_elem(&keeps, &key);
    if (!k) return 0;
    struct bpf_sock *sk = LOOKUP;
    if (!sk) return 0;
    k->pointer = sk;
    bpf_sk_release(sk);
    return 0;
}
SEC("tc") int spilled_and_released(struct __sk_buff *skb) {
    TUPLE;
    struct bpf_sock *volatile kept = LOOKUP;
    struct bpf_sock *sk = kept;
    if (!sk) return 0;
    bpf_sk_release(sk);
    return 0;
}
SEC("tc") int check_of_one_copy_serves_the_other(struct __sk_buff *skb) {
    TUPLE;
    struct bpf_sock *sk = LOOKUP;
    struct bpf_sock *volatile kept = sk;
    if (!sk) return 0;
    struct bpf_sock *again = kept;
    bpf_sk_release(again);
    return 0;
}

SEC("tc") int tcp_socket_of_a_socket(struct __sk_buff *skb) {
    TUPLE;
    struct bpf_sock *sk = LOOKUP;
    if (!sk) return 0;
    struct bpf_tcp_sock *tcp = bpf_tcp_sock(sk);
    int window = tcp ? tcp->snd_cwnd : 0;
    bpf_sk_release(sk);
    return window;
}
SEC("tc") int tcp_socket_unchecked(struct __sk_buff *skb) {
    TUPLE;
    struct bpf_sock *sk = LOOKUP;
    if (!sk) return 0;
    int window = bpf_tcp_sock(sk)->snd_cwnd;
    bpf_sk_release(sk);
    return window;
}
SEC("tc") int tcp_socket_after_release(struct __sk_buff *skb) {
    TUPLE;
    struct bpf_sock *sk = LOOKUP;
    if (!sk) return 0;
    struct bpf_tcp_sock *tcp = bpf_tcp_sock(sk);
    bpf_sk_release(sk);
    return tcp ? *(volatile __u32 *)&tcp->snd_cwnd : 0;
}
SEC("tc") int tcp_socket_is_released(struct __sk_buff *skb) {
    TUPLE;
    struct bpf_sock *sk = LOOKUP;
    if (!sk) return 0;
    struct bpf_tcp_sock *tcp = bpf_tcp_sock(sk);
    if (tcp) bpf_sk_release((void *)tcp);
    else bpf_sk_release(sk);
    return 0;
}
SEC("tc") int tcp_socket_wide_fields(struct __sk_buff *skb) {
    TUPLE;
    struct bpf_sock *sk = LOOKUP;
    if (!sk) return 0;
    struct bpf_tcp_sock *tcp = bpf_tcp_sock(sk);
    long bytes = tcp ? tcp->bytes_received + tcp->bytes_acked + tcp->rtt_min : 0;
    bpf_sk_release(sk);
    return bytes > 3;
}
SEC("tc") int listener_of_a_socket(struct __sk_buff *skb) {
    TUPLE;
    struct bpf_sock *sk = LOOKUP;
    if (!sk) return 0;
    struct bpf_sock *listener = bpf_get_listener_sock(sk);
    int port = listener ? listener->src_port : 0;
    bpf_sk_release(sk);
    return port;
}
SEC("tc") int listener_after_release(struct __sk_buff *skb) {
    TUPLE;
    struct bpf_sock *sk = LOOKUP;
    if (!sk) return 0;
    struct bpf_sock *listener = bpf_get_listener_sock(sk);
    bpf_sk_release(sk);
    return listener ? *(volatile __u32 *)&listener->src_port : 0;
}
SEC("tc") int listener_is_released(struct __sk_buff *skb) {
    TUPLE;
    struct bpf_sock *sk = LOOKUP;
    if (!sk) return 0;
    struct bpf_sock *listener = bpf_get_listener_sock(sk);
    if (listener) bpf_sk_release(listener);
    return 0;
}
SEC("tc") int full_socket_of_the_packet(struct __sk_buff *skb) {
    struct bpf_sock *sk = skb->sk;
    if (!sk) return 0;
    sk = bpf_sk_fullsock(sk);
    return sk ? sk->type : 0;
}
SEC("tc") int socket_of_the_packet_has_few_fields(struct __sk_buff *skb) {
    struct bpf_sock *sk = skb->sk;
    return sk ? sk->family + sk->src_ip4 + sk->state : 0;
}
SEC("tc") int socket_of_the_packet_is_not_full(struct __sk_buff *skb) {
    struct bpf_sock *sk = skb->sk;
    return sk ? sk->type : 0;
}
SEC("tc") int socket_of_the_packet_unchecked(struct __sk_buff *skb) { return skb->sk->family; }
SEC("tc") int socket_of_the_packet_is_released(struct __sk_buff *skb) {
    struct bpf_sock *sk = skb->sk;
    if (sk) bpf_sk_release(sk);
    return 0;
}
SEC("tc") int full_socket_unchecked_argument(struct __sk_buff *skb) {
    struct bpf_sock *sk = bpf_sk_fullsock(skb->sk);
    return sk ? sk->type : 0;
}
SEC("tc") int listener_of_the_packets_socket(struct __sk_buff *skb) {
    struct bpf_sock *sk = skb->sk;
    if (!sk) return 0;
    struct bpf_sock *listener = bpf_get_listener_sock(sk);
    return listener ? listener->src_port : 0;
}
SEC("tc") int assigned(struct __sk_buff *skb) {
    TUPLE;
    struct bpf_sock *sk = bpf_skc_lookup_tcp(skb, &t, sizeof t.ipv4, -1, 0);
    if (!sk) return 0;
    long err = bpf_sk_assign(skb, sk, 0);
    bpf_sk_release(sk);
    return err;
}
SEC("tc") int assigned_null(struct __sk_buff *skb) { return bpf_sk_assign(skb, NULL, 0); }
SEC("tc") int common_socket_has_few_fields(struct __sk_buff *skb) {
    TUPLE;
    struct bpf_sock *sk = bpf_skc_lookup_tcp(skb, &t, sizeof t.ipv4, -1, 0);
    if (!sk) return 0;
    int mark = *(volatile __u32 *)&sk->mark;
    bpf_sk_release(sk);
    return mark;
}
SEC("tc") int common_socket_as_request(struct __sk_buff *skb) {
    TUPLE;
    struct bpf_sock *sk = bpf_skc_lookup_tcp(skb, &t, sizeof t.ipv4, -1, 0);
    if (!sk) return 0;
    struct bpf_tcp_sock *tcp = bpf_tcp_sock(sk);
    int n = tcp ? tcp->rcv_nxt : 0;
    bpf_sk_release(sk);
    return n;
}
SEC("tc") int storage_of_the_packets_socket(struct __sk_buff *skb) {
    struct bpf_sock *sk = skb->sk;
    if (!sk || !(sk = bpf_sk_fullsock(sk))) return 0;
    __u64 *v = bpf_sk_storage_get(&notes, sk, NULL, BPF_SK_STORAGE_GET_F_CREATE);
    if (v) ++*v;
    return 0;
}
SEC("tc") int storage_unchecked(struct __sk_buff *skb) {
    struct bpf_sock *sk = skb->sk;
    if (!sk || !(sk = bpf_sk_fullsock(sk))) return 0;
    ++*(__u64 *)bpf_sk_storage_get(&notes, sk, NULL, BPF_SK_STORAGE_GET_F_CREATE);
    return 0;
}
SEC("tc") int storage_with_first_value(struct __sk_buff *skb) {
    __u64 first = 4;
    struct bpf_sock *sk = skb->sk;
    if (!sk || !(sk = bpf_sk_fullsock(sk))) return 0;
    return bpf_sk_storage_get(&notes, sk, &first, BPF_SK_STORAGE_GET_F_CREATE) != NULL;
}
SEC("tc") int storage_with_first_value_too_small(struct __sk_buff *skb) {
    __u32 first = 4;
    struct bpf_sock *sk = skb->sk;
    if (!sk || !(sk = bpf_sk_fullsock(sk))) return 0;
    return bpf_sk_storage_get(&notes, sk, &first, BPF_SK_STORAGE_GET_F_CREATE) != NULL;
}
SEC("tc") int storage_of_a_possible_null(struct __sk_buff *skb) {
    return bpf_sk_storage_get(&notes, skb->sk, NULL, 0) != NULL;
}
SEC("tc") int storage_is_deleted(struct __sk_buff *skb) {
    struct bpf_sock *sk = skb->sk;
    if (!sk || !(sk = bpf_sk_fullsock(sk))) return 0;
    return bpf_sk_storage_delete(&notes, sk);
}
SEC("tc") int storage_map_is_not_looked_up(struct __sk_buff *skb) {
    int key = 0;
    return bpf_map_lookup_elem(&notes, &key) != NULL;
}
SEC("tc") int socket_from_a_sockmap(struct __sk_buff *skb) {
    __u32 key = 0;
    struct bpf_sock *sk = bpf_map_lookup_elem(&socks, &key);
    if (!sk) return 0;
    int family = sk->family;
    bpf_sk_release(sk);
    return family;
}
SEC("tc") int socket_from_a_sockmap_is_lost(struct __sk_buff *skb) {
    __u32 key = 0;
    struct bpf_sock *sk = bpf_map_lookup_elem(&sockets, &key);
    return sk ? sk->family : 0;
}
SEC("xdp") int socket_from_a_sockmap_in_xdp(struct xdp_md *ctx) {
    __u32 key = 0;
    struct bpf_sock *sk = bpf_map_lookup_elem(&socks, &key);
    if (sk) bpf_sk_release(sk);
    return XDP_PASS;
}
SEC("tc") int socket_into_a_sockmap(struct __sk_buff *skb) {
    TUPLE;
    __u32 key = 0;
    struct bpf_sock *sk = LOOKUP;
    if (!sk) return 0;
    bpf_map_update_elem(&socks, &key, sk, 0);
    bpf_sk_release(sk);
    return 0;
}
SEC("tc") int number_into_a_sockmap(struct __sk_buff *skb) {
    __u32 key = 0;
    __u64 fd = 3;
    return bpf_map_update_elem(&socks, &key, &fd, 0);
}
SEC("tc") int element_of_a_sockmap_is_deleted(struct __sk_buff *skb) {
    __u32 key = 0;
    return bpf_map_delete_elem(&socks, &key);
}
SEC("tc") int lookup_in_port_sockets(struct __sk_buff *skb) {
    __u32 key = 0;
    return bpf_map_lookup_elem(&ports, &key) != NULL;
}
static noinline struct bpf_sock *find(struct __sk_buff *skb) {
    TUPLE;
    return LOOKUP;
}
static noinline void give_back(struct bpf_sock *sk) { if (sk) bpf_sk_release(sk); }
SEC("tc") int life_spread_over_functions(struct __sk_buff *skb) {
    struct bpf_sock *sk = find(skb);
    give_back(sk);
    return 0;
}
SEC("tc") int function_gives_back_and_here_too(struct __sk_buff *skb) {
    struct bpf_sock *sk = find(skb);
    give_back(sk);
    if (sk) bpf_sk_release(sk);
    return 0;
}
SEC("tc") int comparison_with_another_pointer(struct __sk_buff *skb) {
    TUPLE;
    struct bpf_sock *own = skb->sk, *sk = LOOKUP;
    if (!sk) return 0;
    int same = sk == own;
    bpf_sk_release(sk);
    return same;
}
