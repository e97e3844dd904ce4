// TCP congestion controls: `steady` grows by the number of acknowledged segments and counts what the
// kernel asks of it; `steadier` takes its place; `spoilt` and `unknown` do not fit the kernel's
// structure. Members stand in another order than in the kernel. Built by
//   clang -O2 -g -target bpf -mcpu=v3 -fdebug-compilation-dir=. -c congestion.bpf.c -o congestion.bpf.o
typedef unsigned int u32;
typedef unsigned long long u64;

#define SEC(name) __attribute__((section(name), used))
#define CORE __attribute__((preserve_access_index))
#define CALLS 4

struct sock;

struct tcp_sock {
    u32 snd_cwnd;
    u32 snd_cwnd_clamp;
} CORE;

struct ack_sample;

struct tcp_congestion_ops {
    char name[16];
    void (*cong_avoid)(struct sock *sk, u32 ack, u32 acked);
    u32 flags;
    void (*init)(struct sock *sk);
    u32 (*ssthresh)(struct sock *sk);
    u32 (*undo_cwnd)(struct sock *sk);
    u64 for_other_kernels;
};

struct tcp_congestion_ops___narrow {
    u32 (*ssthresh)(struct sock *sk);
    u32 (*undo_cwnd)(struct sock *sk);
    void (*cong_avoid)(struct sock *sk, u32 ack, u32 acked);
    char name[8];
};

struct no_such_ops {
    u32 (*decide)(struct sock *sk);
};

struct {
    int (*type)[2];
    u32 *key;
    u64 *value;
    int (*max_entries)[CALLS];
} calls SEC(".maps");

static void *(*map_lookup)(void *map, const void *key) = (void *)1;

static __attribute__((always_inline)) void count(u32 which)
{
    u64 *calls_so_far = map_lookup(&calls, &which);
    if (calls_so_far)
        __sync_fetch_and_add(calls_so_far, 1);
}

SEC("struct_ops/start") void start(u64 *ctx)
{
    count(0);
}

SEC("struct_ops/grow") void grow(u64 *ctx)
{
    struct tcp_sock *tcp = (struct tcp_sock *)ctx[0];
    u32 acked = (u32)ctx[2];

    count(1);
    if (tcp->snd_cwnd + acked <= tcp->snd_cwnd_clamp)
        tcp->snd_cwnd += acked;
}

SEC("struct_ops/threshold") u32 threshold(u64 *ctx)
{
    struct tcp_sock *tcp = (struct tcp_sock *)ctx[0];

    count(2);
    return tcp->snd_cwnd / 2 > 2 ? tcp->snd_cwnd / 2 : 2;
}

SEC("struct_ops/restore") u32 restore(u64 *ctx)
{
    return ((struct tcp_sock *)ctx[0])->snd_cwnd;
}

SEC("struct_ops/grow_later") void grow_later(u64 *ctx)
{
    count(3);
}

SEC("?struct_ops/unused") u32 unused(u64 *ctx)
{
    return 0;
}

SEC(".struct_ops.link") struct tcp_congestion_ops steady = {
    .init = (void *)start,
    .cong_avoid = (void *)grow,
    .ssthresh = (void *)threshold,
    .undo_cwnd = (void *)restore,
    .name = "skep_steady",
};

SEC("?.struct_ops.link") struct tcp_congestion_ops steadier = {
    .init = (void *)start,
    .cong_avoid = (void *)grow_later,
    .ssthresh = (void *)threshold,
    .undo_cwnd = (void *)restore,
    .name = "skep_steady",
};

SEC("?.struct_ops") struct tcp_congestion_ops stubborn = {
    .cong_avoid = (void *)grow,
    .ssthresh = (void *)threshold,
    .undo_cwnd = (void *)restore,
    .name = "skep_stubborn",
};

SEC("?.struct_ops.link") struct tcp_congestion_ops spoilt = {
    .cong_avoid = (void *)grow,
    .ssthresh = (void *)threshold,
    .undo_cwnd = (void *)restore,
    .name = "skep_spoilt",
    .for_other_kernels = 1,
};

SEC("?.struct_ops.link") struct tcp_congestion_ops incomplete = {
    .ssthresh = (void *)threshold,
    .name = "skep_incomplete",
};

SEC("?.struct_ops.link") struct tcp_congestion_ops___narrow narrow = {
    .cong_avoid = (void *)grow,
    .ssthresh = (void *)threshold,
    .undo_cwnd = (void *)restore,
    .name = "skep_na",
};

SEC("?.struct_ops.link") struct no_such_ops unknown = {
    .decide = (void *)unused,
};

SEC("license") char terms[] = "GPL";
