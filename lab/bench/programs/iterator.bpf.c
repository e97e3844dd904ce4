/* Loops over the kernel's iterator of numbers, 1,000 rounds each. */
#include "bench.h"

#define ROUNDS 1000

/* Natively compiled, the iterator is plain C: see ../native/native.h. */
#ifndef NATIVE
#define __ksym __attribute__((section(".ksyms")))
struct bpf_iter_num { u64 opaque; };
extern int bpf_iter_num_new(struct bpf_iter_num *numbers, int start, int end) __ksym;
extern int *bpf_iter_num_next(struct bpf_iter_num *numbers) __ksym;
extern void bpf_iter_num_destroy(struct bpf_iter_num *numbers) __ksym;
#endif

/* The loop of `multiply`. */
SEC("socket")
int iterate(struct __sk_buff *skb)
{
    struct bpf_iter_num numbers;
    u64 x = skb->len;
    int *i;
    bpf_iter_num_new(&numbers, 0, ROUNDS);
    while ((i = bpf_iter_num_next(&numbers)))
        x = (x ^ x >> 27) * 0x9e3779b97f4a7c15ull + *i;
    bpf_iter_num_destroy(&numbers);
    return x >> 32;
}

/* Next to nothing in each round: what the iterator itself costs. */
SEC("socket")
int iterate_only(struct __sk_buff *skb)
{
    struct bpf_iter_num numbers;
    u32 x = skb->len;
    int *i;
    bpf_iter_num_new(&numbers, 0, ROUNDS);
    while ((i = bpf_iter_num_next(&numbers)))
        x = (x >> 3) + *i;
    bpf_iter_num_destroy(&numbers);
    return x;
}

/* The same with a counter. */
SEC("socket")
int count_only(struct __sk_buff *skb)
{
    u32 x = skb->len;
    for (u32 i = 0; i < ROUNDS; i++)
        x = (x >> 3) + i;
    return x;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
