// Storage of tasks, cgroups and inodes; what helpers about them take.
#include "kernel.h"

#define STORE(name, kind) struct { __uint(type, kind); __uint(map_flags, BPF_F_NO_PREALLOC); __type(key, int); __type(value, struct note); } name SEC(".maps")
struct note { long count; char text[8]; };
STORE(tasks, BPF_MAP_TYPE_TASK_STORAGE);
STORE(sockets, BPF_MAP_TYPE_SK_STORAGE);
STORE(groups, 32);
struct { __uint(type, BPF_MAP_TYPE_CGROUP_STORAGE); __type(key, struct bpf_cgroup_storage_key); __type(value, struct note); } local SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE); __type(key, struct bpf_cgroup_storage_key); __type(value, struct note); } local_per_cpu SEC(".maps");
ARRAY(array, 2, struct note);
struct task_struct;

SEC("raw_tp/sys_enter") int of_this_task(void *ctx) {
    struct note *n = bpf_task_storage_get(&tasks, bpf_get_current_task_btf(), 0, BPF_LOCAL_STORAGE_GET_F_CREATE);
    if (n) n->count++;
    return 0;
}
SEC("raw_tp/sys_enter") int of_this_task_unchecked(void *ctx) {
    struct note *n = bpf_task_storage_get(&tasks, bpf_get_current_task_btf(), 0, BPF_LOCAL_STORAGE_GET_F_CREATE);
    n->count++;
    return 0;
}
SEC("raw_tp/sys_enter") int of_a_plain_task_address(void *ctx) {
    struct note *n = bpf_task_storage_get(&tasks, (void *)bpf_get_current_task(), 0, 0);
    if (n) n->count++;
    return 0;
}
SEC("raw_tp/sys_enter") int of_null(void *ctx) {
    return bpf_task_storage_get(&tasks, NULL, 0, 0) != NULL;
}
SEC("raw_tp/sys_enter") int in_a_map_for_sockets(void *ctx) {
    return bpf_task_storage_get(&sockets, bpf_get_current_task_btf(), 0, 0) != NULL;
}
SEC("raw_tp/sys_enter") int in_an_array(void *ctx) {
    return bpf_task_storage_get(&array, bpf_get_current_task_btf(), 0, 0) != NULL;
}
SEC("raw_tp/sys_enter") int of_this_task_is_deleted(void *ctx) {
    return bpf_task_storage_delete(&tasks, bpf_get_current_task_btf()) & 1;
}
SEC("raw_tp/sys_enter") int is_not_looked_up(void *ctx) {
    int key = 0;
    return bpf_map_lookup_elem(&tasks, &key) != NULL;
}
SEC("tc") int of_a_task_in_tc(struct __sk_buff *skb) {
    struct note *n = bpf_task_storage_get(&tasks, bpf_get_current_task_btf(), 0, 0);
    if (n) n->count++;
    return 0;
}
SEC("cgroup_skb/egress") int of_this_cgroup(struct __sk_buff *skb) {
    struct note *n = bpf_get_local_storage(&local, 0);
    n->count++;
    return 1;
}
SEC("cgroup_skb/egress") int of_this_cgroup_per_cpu(struct __sk_buff *skb) {
    struct note *n = bpf_get_local_storage(&local_per_cpu, 0);
    n->count++;
    return 1;
}
SEC("cgroup_skb/egress") int of_this_cgroup_with_flags(struct __sk_buff *skb) {
    struct note *n = bpf_get_local_storage(&local, 1);
    n->count++;
    return 1;
}
SEC("cgroup_skb/egress") int of_this_cgroup_with_unknown_flags(struct __sk_buff *skb) {
    struct note *n = bpf_get_local_storage(&local, skb->len);
    n->count++;
    return 1;
}
SEC("cgroup_skb/egress") int of_this_cgroup_past_its_end(struct __sk_buff *skb) {
    volatile struct note *n = bpf_get_local_storage(&local, 0);
    return n[1].count & 1;
}
SEC("cgroup_skb/egress") int of_this_cgroup_in_an_array(struct __sk_buff *skb) {
    return bpf_get_local_storage(&array, 0) != NULL;
}
SEC("cgroup_skb/egress") int of_this_cgroup_is_updated(struct __sk_buff *skb) {
    struct bpf_cgroup_storage_key key = {};
    struct note n = {};
    return bpf_map_update_elem(&local, &key, &n, 0) != 0;
}
SEC("cgroup_skb/egress") int both_kinds_of_cgroup_storage(struct __sk_buff *skb) {
    struct note *n = bpf_get_local_storage(&local, 0), *m = bpf_get_local_storage(&local_per_cpu, 0);
    n->count = ++m->count;
    return 1;
}
SEC("tc") int of_a_cgroup_in_tc(struct __sk_buff *skb) {
    struct note *n = bpf_get_local_storage(&local, 0);
    n->count++;
    return 0;
}
SEC("cgroup/sock_create") int of_the_new_socket(struct bpf_sock *sk) {
    struct note *n = bpf_sk_storage_get(&sockets, sk, 0, BPF_SK_STORAGE_GET_F_CREATE);
    if (n) n->count = sk->family;
    return 1;
}
SEC("sockops") int of_the_socket_of_an_operation(struct bpf_sock_ops *ops) {
    struct bpf_sock *sk = ops->sk;
    if (!sk) return 0;
    struct note *n = bpf_sk_storage_get(&sockets, sk, 0, BPF_SK_STORAGE_GET_F_CREATE);
    if (n) n->count++;
    return 0;
}
SEC("sockops") int of_the_socket_unchecked(struct bpf_sock_ops *ops) {
    struct note *n = bpf_sk_storage_get(&sockets, ops->sk, 0, BPF_SK_STORAGE_GET_F_CREATE);
    if (n) n->count++;
    return 0;
}
SEC("cgroup/connect4") int of_a_connecting_socket(struct bpf_sock_addr *ctx) {
    struct note *n = bpf_sk_storage_get(&sockets, ctx->sk, 0, BPF_SK_STORAGE_GET_F_CREATE);
    if (n) n->count++;
    return 1;
}
SEC("cgroup/connect4") int of_a_connecting_socket_checked(struct bpf_sock_addr *ctx) {
    struct bpf_sock *sk = ctx->sk;
    if (!sk) return 1;
    struct note *n = bpf_sk_storage_get(&sockets, sk, 0, BPF_SK_STORAGE_GET_F_CREATE);
    if (n) n->count++;
    return 1;
}
SEC("cgroup/getsockopt") int of_a_socket_with_options(struct bpf_sockopt *ctx) {
    struct bpf_sock *sk = ctx->sk;
    if (!sk) return 1;
    struct note *n = bpf_sk_storage_get(&sockets, sk, 0, 0);
    return n && n->count > 3;
}
SEC("tc") int text_of_a_note(struct __sk_buff *skb) {
    struct bpf_sock *sk = skb->sk;
    if (!sk) return 0;
    sk = bpf_sk_fullsock(sk);
    if (!sk) return 0;
    struct note *n = bpf_sk_storage_get(&sockets, sk, 0, 1);
    return n ? n->text[skb->len & 7] : 0;
}
