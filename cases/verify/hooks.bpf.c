// Program types and attach types: what their contexts hold, what may be written, what is returned.
// clang: -Wno-unused-variable
#include "kernel.h"

HASH(table, 8, __u64, __u64);
struct { __uint(type, BPF_MAP_TYPE_SOCKMAP); __uint(max_entries, 8); __type(key, __u32); __type(value, __u64); } socks SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_REUSEPORT_SOCKARRAY); __uint(max_entries, 8); __type(key, __u32); __type(value, __u64); } ports SEC(".maps");
#define READ(type, field) (*(volatile type *)&(ctx->field))
#define WRITE(field, value) (*(volatile __u32 *)&(ctx->field) = (value))

// Addresses of sockets.
#define ADDRESS(name, section, ...) SEC(section) int name(struct bpf_sock_addr *ctx) { __VA_ARGS__; return 1; }
ADDRESS(connect4_rewrites, "cgroup/connect4", ctx->user_ip4 = 1; ctx->user_port = 2)
ADDRESS(connect4_reads_ip6, "cgroup/connect4", return ctx->user_ip6[0] & 1)
ADDRESS(connect6_rewrites, "cgroup/connect6", ctx->user_ip6[0] = 1; ctx->user_ip6[3] = 2; ctx->user_port = 2)
ADDRESS(connect6_reads_ip4, "cgroup/connect6", return ctx->user_ip4 & 1)
ADDRESS(connect6_reads_ip6_wide, "cgroup/connect6", return READ(__u64, user_ip6[2]) & 1)
ADDRESS(connect6_writes_ip6_wide, "cgroup/connect6", *(volatile __u64 *)&ctx->user_ip6[2] = 1)
ADDRESS(connect4_reads_message_source, "cgroup/connect4", return ctx->msg_src_ip4 & 1)
ADDRESS(sendmsg4_writes_message_source, "cgroup/sendmsg4", ctx->msg_src_ip4 = 4)
ADDRESS(sendmsg6_writes_message_source, "cgroup/sendmsg6", ctx->msg_src_ip6[1] = 4)
ADDRESS(sendmsg4_reads_family, "cgroup/sendmsg4", return ctx->family == 2)
ADDRESS(connect4_writes_family, "cgroup/connect4", WRITE(user_family, 2))
ADDRESS(connect4_reads_narrow, "cgroup/connect4", return READ(__u8, user_ip4) + READ(__u16, user_port) > 5)
ADDRESS(connect4_writes_narrow, "cgroup/connect4", *(volatile __u8 *)&ctx->user_ip4 = 5)
ADDRESS(connect4_reads_type, "cgroup/connect4", return ctx->type == 1 && ctx->protocol == 6)
ADDRESS(bind4_returns_three, "cgroup/bind4", return 3)
ADDRESS(bind4_returns_four, "cgroup/bind4", return 4)
ADDRESS(connect4_returns_two, "cgroup/connect4", return 2)
ADDRESS(recvmsg4_returns_one, "cgroup/recvmsg4", return 1)
ADDRESS(recvmsg4_returns_zero, "cgroup/recvmsg4", return 0)
ADDRESS(getpeername4_returns_zero, "cgroup/getpeername4", return 0)
ADDRESS(getsockname6_returns_one, "cgroup/getsockname6", ctx->user_ip6[1] = 3)
ADDRESS(connect4_binds, "cgroup/connect4", struct { __u16 family, port; __u32 address; long pad; } a = {2}; if (bpf_bind(ctx, (void *)&a, sizeof a)) return 0)
ADDRESS(bind4_does_not_bind, "cgroup/bind4", struct { __u16 family, port; __u32 address; long pad; } a = {2}; if (bpf_bind(ctx, (void *)&a, sizeof a)) return 0)
ADDRESS(connect4_looks_up, "cgroup/connect4", __u64 k = bpf_get_socket_cookie(ctx); return bpf_map_lookup_elem(&table, &k) != NULL)
ADDRESS(connect4_set_option, "cgroup/connect4", int one = 1; bpf_setsockopt(ctx, 1, 2, &one, sizeof one))
ADDRESS(connect4_fields_of_socket, "cgroup/connect4", struct bpf_sock *sk = ctx->sk; if (sk) return sk->family == 2)
ADDRESS(connect4_unknown_result, "cgroup/connect4", return ctx->user_port)
ADDRESS(connect4_sets_retval, "cgroup/connect4", bpf_set_retval(-1); return 0)

// Creation of sockets.
#define SOCKET(name, section, ...) SEC(section) int name(struct bpf_sock *ctx) { __VA_ARGS__; return 1; }
SOCKET(create_reads, "cgroup/sock_create", return ctx->family == 2 && ctx->type == 1)
SOCKET(create_writes_mark, "cgroup/sock_create", ctx->mark = 3; ctx->priority = 4; ctx->bound_dev_if = 1)
SOCKET(create_writes_family, "cgroup/sock_create", WRITE(family, 3))
SOCKET(create_reads_address, "cgroup/sock_create", return ctx->src_ip4 & 1)
SOCKET(release_writes_mark, "cgroup/sock_release", ctx->mark = 3)
SOCKET(post_bind4_reads_address, "cgroup/post_bind4", return ctx->src_ip4 > 5)
SOCKET(post_bind4_reads_ip6, "cgroup/post_bind4", return ctx->src_ip6[0] > 5)
SOCKET(post_bind6_reads_ip6, "cgroup/post_bind6", return ctx->src_ip6[3] > 5)
SOCKET(post_bind4_writes_mark, "cgroup/post_bind4", ctx->mark = 3)
SOCKET(post_bind6_reads_port, "cgroup/post_bind6", return ctx->src_port == 80)
SOCKET(create_returns_two, "cgroup/sock_create", return 2)

// Options of sockets.
#define OPTIONS(name, section, ...) SEC(section) int name(struct bpf_sockopt *ctx) { __VA_ARGS__; return 1; }
#define VALUE unsigned char *v = ctx->optval, *end = ctx->optval_end
OPTIONS(set_reads_value, "cgroup/setsockopt", VALUE; if (v + 4 > end) return 0; return v[3] & 1)
OPTIONS(set_reads_value_unchecked, "cgroup/setsockopt", VALUE; return v[0] & 1)
OPTIONS(set_writes_value, "cgroup/setsockopt", VALUE; if (v + 1 > end) return 0; v[0] = 1; ctx->optlen = 1)
OPTIONS(set_writes_level, "cgroup/setsockopt", ctx->level = 1; ctx->optname = 2)
OPTIONS(get_writes_level, "cgroup/getsockopt", WRITE(level, 1))
OPTIONS(get_writes_retval, "cgroup/getsockopt", ctx->retval = 0; ctx->optlen = 4)
OPTIONS(set_reads_retval, "cgroup/setsockopt", return ctx->retval == 0)
OPTIONS(set_writes_retval, "cgroup/setsockopt", WRITE(retval, 0))
OPTIONS(get_returns_two, "cgroup/getsockopt", return 2)
OPTIONS(set_narrow, "cgroup/setsockopt", return READ(__u8, level))
OPTIONS(set_narrow_masked, "cgroup/setsockopt", return READ(__u8, level) & 1)

// Sysctl and devices.
SEC("cgroup/sysctl") int sysctl_reads(struct bpf_sysctl *ctx) { return ctx->write ? 0 : 1; }
SEC("cgroup/sysctl") int sysctl_writes_position(struct bpf_sysctl *ctx) { ctx->file_pos = 0; return 1; }
SEC("cgroup/sysctl") int sysctl_writes_write(struct bpf_sysctl *ctx) { WRITE(write, 0); return 1; }
SEC("cgroup/sysctl") int sysctl_name(struct bpf_sysctl *ctx) { char n[16]; return bpf_sysctl_get_name(ctx, n, sizeof n, 0) > 3 && n[1] == 'k'; }
SEC("cgroup/sysctl") int sysctl_name_with_no_room(struct bpf_sysctl *ctx) { char n[16]; return bpf_sysctl_get_name(ctx, n, 0, 0) > 3; }
SEC("cgroup/sysctl") int sysctl_narrow(struct bpf_sysctl *ctx) { return READ(__u8, write) & READ(__u16, file_pos) & 1; }
SEC("cgroup/sysctl") int sysctl_returns_two(struct bpf_sysctl *ctx) { return 2; }
SEC("cgroup/sysctl") int sysctl_sets_new_value(struct bpf_sysctl *ctx) { char n[] = "600"; return bpf_sysctl_set_new_value(ctx, n, sizeof n) == 0; }
SEC("cgroup/dev") int device_reads(struct bpf_cgroup_dev_ctx *ctx) { return ctx->major == 1 && (ctx->access_type & 0xffff) == 2; }
SEC("cgroup/dev") int device_narrow(struct bpf_cgroup_dev_ctx *ctx) { return READ(__u16, access_type) == 2; }
SEC("cgroup/dev") int device_narrow_major(struct bpf_cgroup_dev_ctx *ctx) { return READ(__u16, major) == 2; }
SEC("cgroup/dev") int device_writes(struct bpf_cgroup_dev_ctx *ctx) { WRITE(minor, 2); return 1; }
SEC("cgroup/dev") int device_returns_two(struct bpf_cgroup_dev_ctx *ctx) { return 2; }

// Packets in cgroups.
#define PACKET(name, section, ...) SEC(section) int name(struct __sk_buff *ctx) { __VA_ARGS__; return 1; }
#define DATA unsigned char *p = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end
PACKET(egress_returns_three, "cgroup_skb/egress", return 3)
PACKET(egress_returns_four, "cgroup_skb/egress", return 4)
PACKET(ingress_returns_two, "cgroup_skb/ingress", return 2)
PACKET(egress_packet, "cgroup_skb/egress", DATA; if (p + 20 > end) return 0; return p[9] == 6)
PACKET(egress_packet_is_written, "cgroup_skb/egress", DATA; if (p + 20 > end) return 0; p[9] = 6)
PACKET(egress_writes_mark, "cgroup_skb/egress", ctx->mark = 4; ctx->priority = 3; ctx->cb[1] = 2)
PACKET(egress_reads_class, "cgroup_skb/egress", return ctx->tc_classid & 1)
PACKET(egress_reads_meta, "cgroup_skb/egress", return ctx->data_meta & 1)
PACKET(egress_writes_tstamp, "cgroup_skb/egress", ctx->tstamp = 4)
PACKET(egress_reads_family, "cgroup_skb/egress", return ctx->family == 2 && ctx->remote_ip4 > 4)
PACKET(egress_socket, "cgroup_skb/egress", struct bpf_sock *sk = ctx->sk; return sk && sk->family == 2)

// tc, socket filters and light-weight tunnels.
PACKET(tc_writes_what_it_may, "tc", ctx->mark = 1; ctx->priority = 2; ctx->tc_index = 3; ctx->cb[0] = 1; ctx->cb[4] = 2; ctx->tc_classid = 5; ctx->tstamp = 6; ctx->queue_mapping = 1)
PACKET(tc_writes_length, "tc", WRITE(len, 4))
PACKET(tc_writes_protocol, "tc", WRITE(protocol, 4))
PACKET(tc_reads_family, "tc", return ctx->family)
PACKET(tc_returns_anything, "tc", return ctx->hash)
PACKET(tc_meta, "tc", unsigned char *m = (void *)(long)ctx->data_meta; DATA; if (m + 4 > p) return 0; return m[3])
PACKET(tc_meta_unchecked, "tc", unsigned char *m = (void *)(long)ctx->data_meta; return m[3])
PACKET(tc_meta_checked_against_the_end, "tc", unsigned char *m = (void *)(long)ctx->data_meta; DATA; if (m + 4 > end) return 0; return m[3])
PACKET(tc_narrow_tstamp, "tc", return READ(__u32, tstamp))
PACKET(tc_narrow_mark_write, "tc", *(volatile __u8 *)&ctx->mark = 1)
PACKET(tc_cb_narrow_write, "tc", *(volatile __u8 *)&ctx->cb[1] = 1)
PACKET(tc_cb_wide, "tc", *(volatile __u64 *)&ctx->cb[0] = READ(__u64, cb[2]))
PACKET(tc_cb_across_its_end, "tc", *(volatile __u64 *)&ctx->cb[4] = 1)
PACKET(tc_data_narrow, "tc", return READ(__u16, data))
PACKET(tc_data_written, "tc", WRITE(data, 1))
PACKET(tc_gap, "tc", return ((volatile __u32 *)ctx)[46])
PACKET(tc_past_the_context, "tc", return ((volatile __u32 *)ctx)[48])
PACKET(tc_unaligned, "tc", return *(volatile __u32 *)((void *)ctx + 2))
PACKET(tc_at_an_unknown_place, "tc", __u64 at = ctx->len & 4; return *(volatile __u32 *)((void *)ctx + at))
PACKET(tc_moved_context, "tc", volatile __u32 *f = (void *)ctx + 8; hide(f); return *f)
PACKET(tc_stores_constant, "tc", asm volatile("*(u32 *)(%0 + 8) = 5" :: "r"(ctx)))
PACKET(filter_reads, "socket", return ctx->len + ctx->protocol + ctx->cb[1])
PACKET(filter_reads_data, "socket", return ctx->data)
PACKET(filter_writes_cb, "socket", ctx->cb[1] = 3)
PACKET(filter_writes_mark, "socket", ctx->mark = 3)
PACKET(filter_reads_class, "socket", return ctx->tc_classid)
PACKET(filter_loads_bytes, "socket", char b[8]; bpf_skb_load_bytes(ctx, 12, b, 8); return b[3])
PACKET(lwt_in_reads, "lwt_in", DATA; if (p + 20 > end) return 0; return p[0] & 1)
PACKET(lwt_in_writes_packet, "lwt_in", DATA; if (p + 20 > end) return 0; p[0] = 1)
PACKET(lwt_xmit_writes_packet, "lwt_xmit", DATA; if (p + 20 > end) return 0; p[0] = 1)
PACKET(lwt_xmit_redirects, "lwt_xmit", return bpf_redirect(1, 0))
PACKET(lwt_out_redirects, "lwt_out", return bpf_redirect(1, 0))
PACKET(lwt_in_encapsulates, "lwt_in", char h[20] = {}; return bpf_lwt_push_encap(ctx, 2, h, sizeof h))
PACKET(lwt_out_class, "lwt_out", return ctx->tc_classid)
PACKET(lwt_out_mark, "lwt_out", ctx->mark = 3; ctx->cb[0] = 1)
PACKET(lwt_out_priority, "lwt_out", ctx->priority = 3)
PACKET(seg6_reads, "lwt_seg6local", return ctx->len > 3)
PACKET(dissects, "flow_dissector", DATA; struct bpf_flow_keys *k = (void *)(long)ctx->flow_keys; if (p + 20 > end) return 1; k->nhoff = 0; k->thoff = 20; k->ip_proto = p[9]; return 0)
PACKET(dissects_past_the_keys, "flow_dissector", struct bpf_flow_keys *k = (void *)(long)ctx->flow_keys; ((volatile char *)k)[56] = 0; return 0)
PACKET(dissects_at_an_unknown_place, "flow_dissector", struct bpf_flow_keys *k = (void *)(long)ctx->flow_keys; DATA; if (p + 1 > end) return 1; long at = p[0] & 7; ((volatile char *)k)[at] = 0; return 0)
PACKET(dissector_reads_length, "flow_dissector", return ctx->len)
PACKET(dissector_returns_five, "flow_dissector", return 5)
PACKET(dissector_writes_packet, "flow_dissector", DATA; if (p + 1 > end) return 1; p[0] = 1; return 0)
PACKET(stream_parser, "sk_skb/stream_parser", return ctx->len)
PACKET(stream_verdict, "sk_skb/stream_verdict", return bpf_sk_redirect_map(ctx, &socks, 0, 0))
PACKET(stream_verdict_data, "sk_skb/stream_verdict", DATA; if (p + 4 > end) return 0; p[1] = 3)
PACKET(stream_writes_priority, "sk_skb/stream_verdict", ctx->priority = 4)
PACKET(stream_writes_mark, "sk_skb/stream_verdict", ctx->mark = 4)
PACKET(stream_reads_address, "sk_skb/stream_parser", return ctx->local_port + ctx->remote_ip6[2])

// Messages, socket operations, look-ups.
SEC("sk_msg") int message_reads(struct sk_msg_md *ctx) { unsigned char *p = ctx->data, *end = ctx->data_end; if (p + 4 > end) return SK_PASS; return p[3] ? SK_PASS : SK_DROP; }
SEC("sk_msg") int message_unchecked(struct sk_msg_md *ctx) { unsigned char *p = ctx->data; return p[3] & 1; }
SEC("sk_msg") int message_writes(struct sk_msg_md *ctx) { unsigned char *p = ctx->data, *end = ctx->data_end; if (p + 4 > end) return SK_PASS; p[3] = 2; return SK_PASS; }
SEC("sk_msg") int message_after_pull(struct sk_msg_md *ctx) { unsigned char *p = ctx->data, *end = ctx->data_end; if (p + 4 > end) return SK_PASS; bpf_msg_pull_data(ctx, 0, 8, 0); return *(volatile unsigned char *)p & 1; }
SEC("sk_msg") int message_fields(struct sk_msg_md *ctx) { return ctx->family + ctx->remote_ip4 + ctx->size > 4; }
SEC("sk_msg") int message_writes_size(struct sk_msg_md *ctx) { WRITE(size, 3); return SK_PASS; }
SEC("sk_msg") int message_narrow(struct sk_msg_md *ctx) { return READ(__u8, size) & 1; }
SEC("sk_msg") int message_redirect(struct sk_msg_md *ctx) { return bpf_msg_redirect_map(ctx, &socks, 1, 0); }
SEC("sk_msg") int message_returns_two(struct sk_msg_md *ctx) { return 2; }
SEC("sockops") int operation_reads(struct bpf_sock_ops *ctx) { return ctx->op == 3 && ctx->snd_cwnd > 4 && ctx->remote_port == 80; }
SEC("sockops") int operation_replies(struct bpf_sock_ops *ctx) { ctx->reply = -1; ctx->replylong[1] = 3; ctx->sk_txhash = 4; return 1; }
SEC("sockops") int operation_writes_state(struct bpf_sock_ops *ctx) { WRITE(state, 3); return 1; }
SEC("sockops") int operation_wide(struct bpf_sock_ops *ctx) { return ctx->bytes_received + ctx->bytes_acked > 3; }
SEC("sockops") int operation_half_of_wide(struct bpf_sock_ops *ctx) { return READ(__u32, bytes_acked) > 3; }
SEC("sockops") int operation_narrow(struct bpf_sock_ops *ctx) { return READ(__u8, op) > 3; }
SEC("sockops") int operation_header(struct bpf_sock_ops *ctx) { unsigned char *p = ctx->skb_data, *end = ctx->skb_data_end; if (p + 20 > end) return 1; return p[13] & 1; }
SEC("sockops") int operation_callbacks(struct bpf_sock_ops *ctx) { return bpf_sock_ops_cb_flags_set(ctx, ctx->bpf_sock_ops_cb_flags | 1); }
SEC("sockops") int operation_into_map(struct bpf_sock_ops *ctx) { __u32 k = 0; return bpf_sock_map_update(ctx, &socks, &k, 0); }
SEC("sk_lookup") int lookup_reads(struct bpf_sk_lookup *ctx) { return ctx->local_port == 80 && ctx->protocol == 6 ? SK_PASS : SK_DROP; }
SEC("sk_lookup") int lookup_assigns(struct bpf_sk_lookup *ctx) { __u32 k = 0; struct bpf_sock *sk = bpf_map_lookup_elem(&socks, &k); if (!sk) return SK_PASS; long e = bpf_sk_assign(ctx, sk, 0); bpf_sk_release(sk); return e ? SK_DROP : SK_PASS; }
SEC("sk_lookup") int lookup_assigns_null(struct bpf_sk_lookup *ctx) { return bpf_sk_assign(ctx, NULL, 0) ? SK_DROP : SK_PASS; }
SEC("sk_lookup") int lookup_narrow(struct bpf_sk_lookup *ctx) { return READ(__u16, local_port) == 80; }
SEC("sk_lookup") int lookup_remote_port_narrow(struct bpf_sk_lookup *ctx) { return READ(__u16, remote_port) == 80; }
SEC("sk_lookup") int lookup_remote_port_byte(struct bpf_sk_lookup *ctx) { return ((volatile __u8 *)&ctx->remote_port)[1] == 80; }
SEC("sk_lookup") int lookup_writes(struct bpf_sk_lookup *ctx) { WRITE(local_port, 1); return SK_PASS; }
SEC("sk_lookup") int lookup_socket_is_released(struct bpf_sk_lookup *ctx) { struct bpf_sock *sk = ctx->sk; if (sk) bpf_sk_release(sk); return SK_PASS; }
SEC("sk_lookup") int lookup_socket(struct bpf_sk_lookup *ctx) { struct bpf_sock *sk = ctx->sk; return sk ? sk->family == 2 : SK_PASS; }
SEC("sk_lookup") int lookup_returns_two(struct bpf_sk_lookup *ctx) { return 2; }
SEC("sk_reuseport") int reuse_selects(struct sk_reuseport_md *ctx) { __u32 k = ctx->hash & 7; return bpf_sk_select_reuseport(ctx, &ports, &k, 0) ? SK_DROP : SK_PASS; }
SEC("sk_reuseport") int reuse_reads_packet(struct sk_reuseport_md *ctx) { unsigned char *p = ctx->data, *end = ctx->data_end; return p + 8 > end ? SK_DROP : p[1] & 1; }
SEC("sk_reuseport") int reuse_writes_packet(struct sk_reuseport_md *ctx) { unsigned char *p = ctx->data, *end = ctx->data_end; if (p + 8 > end) return SK_DROP; p[1] = 1; return SK_PASS; }
SEC("sk_reuseport") int reuse_fields(struct sk_reuseport_md *ctx) { return ctx->len + ctx->eth_protocol + ctx->ip_protocol + ctx->bind_inany > 4; }
SEC("sk_reuseport") int reuse_narrow(struct sk_reuseport_md *ctx) { return READ(__u8, len) + READ(__u16, eth_protocol) > 4; }
SEC("sk_reuseport") int reuse_socket(struct sk_reuseport_md *ctx) { struct bpf_sock *sk = ctx->sk; return sk->family == 2; }
SEC("sk_reuseport") int reuse_migrating_socket(struct sk_reuseport_md *ctx) { struct bpf_sock *sk = ctx->migrating_sk; return sk ? sk->state & 1 : 1; }
SEC("sk_reuseport") int reuse_migrating_socket_unchecked(struct sk_reuseport_md *ctx) { struct bpf_sock *sk = ctx->migrating_sk; return sk->state & 1; }
SEC("sk_reuseport/migrate") int reuse_migrates(struct sk_reuseport_md *ctx) { return ctx->migrating_sk ? SK_PASS : SK_DROP; }
SEC("sk_reuseport") int reuse_returns_anything(struct sk_reuseport_md *ctx) { return ctx->len; }

// xdp.
#define XDP(name, ...) SEC("xdp") int name(struct xdp_md *ctx) { __VA_ARGS__; return XDP_PASS; }
XDP(xdp_reads, return ctx->ingress_ifindex + ctx->rx_queue_index & 3)
XDP(xdp_reads_egress, return ctx->egress_ifindex & 3)
XDP(xdp_returns_anything, return ctx->ingress_ifindex)
XDP(xdp_writes_data, WRITE(data, 3))
XDP(xdp_writes_queue, WRITE(rx_queue_index, 3))
XDP(xdp_narrow, return READ(__u8, rx_queue_index) & 3)
XDP(xdp_wide, return READ(__u64, data) & 3)
XDP(xdp_past_context, return ((volatile __u32 *)ctx)[6])
XDP(xdp_head, bpf_xdp_adjust_head(ctx, -14); DATA; if (p + 14 > end) return XDP_DROP; p[0] = 1)
XDP(xdp_head_makes_old_pointers_useless, DATA; if (p + 14 > end) return XDP_DROP; bpf_xdp_adjust_head(ctx, 14); *(volatile char *)p = 1)
XDP(xdp_meta, if (bpf_xdp_adjust_meta(ctx, -4)) return XDP_ABORTED; __u32 *m = (void *)(long)ctx->data_meta; DATA; if ((void *)(m + 1) > (void *)p) return XDP_DROP; *m = 4)
XDP(xdp_data_as_a_number, return ctx->data_end - ctx->data > 100 ? XDP_DROP : XDP_PASS)
SEC("xdp/devmap") int xdp_devmap_reads_egress(struct xdp_md *ctx) { return ctx->egress_ifindex & 3; }
SEC("xdp/cpumap") int xdp_cpumap_reads_egress(struct xdp_md *ctx) { return ctx->egress_ifindex & 3; }
SEC("xdp.frags") int xdp_with_fragments(struct xdp_md *ctx) { char b[8]; return bpf_xdp_load_bytes(ctx, 0, b, 8) ? XDP_DROP : b[1] & 3; }

// syscall and netfilter.
struct args { long a, b; };
SEC("syscall") int syscall_reads(struct args *ctx) { return ctx->a + ctx->b > 3; }
SEC("syscall") int syscall_writes(struct args *ctx) { ctx->a = 3; return 0; }
SEC("syscall") int syscall_far(struct args *ctx) { return ((volatile char *)ctx)[4000]; }
SEC("syscall") int syscall_too_far(void *ctx) { long far = 1 << 17; hide(far); return ((volatile char *)ctx)[far]; }
SEC("syscall") int syscall_at_an_unknown_place(struct args *ctx) { __u64 at = ctx->a; if (at > 100) return 0; return ((volatile char *)ctx)[at]; }
SEC("syscall") int syscall_stores_pointer(struct args *ctx) { ctx->a = (long)ctx; return 0; }
SEC("syscall") int syscall_closes(struct args *ctx) { return bpf_sys_close(3); }
SEC("syscall") int syscall_calls(struct args *ctx) { union bpf_attr a = {}; return bpf_sys_bpf(BPF_PROG_GET_FD_BY_ID, &a, sizeof a); }
