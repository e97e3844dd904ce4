// Tail calls out of functions: each leaves a caller behind that waits for the result.
//
//     clang-19 -O2 -g -target bpf -mcpu=v3 -Iexamples/include -c FILE.bpf.c -o FILE.bpf.o
#include <bpf.h>

enum { BPF_MAP_TYPE_PROG_ARRAY = 3 };

static long (*bpf_tail_call)(void *context, void *programs, u32 index) = (void *)12;

struct {
    __uint(type, BPF_MAP_TYPE_PROG_ARRAY);
    __uint(key_size, 4);
    __uint(value_size, 4);
    __uint(max_entries, 1);
} programs SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __type(key, u32);
    __type(value, u64);
    __uint(max_entries, 1);
} hops SEC(".maps");

static noinline int hop(struct __sk_buff *skb, u64 *sum)
{
    u32 zero = 0;
    int result = 100;
    u64 *count = bpf_map_lookup_elem(&hops, &zero);
    if (count)
        ++*count;
    *sum += 1;
    bpf_tail_call(skb, &programs, 0);
    // The compiler is not to believe that it knows the result.
    asm volatile("" : "+r"(result));
    return result;
}

static noinline int between(struct __sk_buff *skb, u64 *sum)
{
    u64 own = 5;
    int result = hop(skb, &own);
    *sum += own;
    return result;
}

SEC("tc")
int start(struct __sk_buff *skb)
{
    u64 sum = 1;
    int result = between(skb, &sum);
    return result + sum;
}

char LICENSE[] SEC("license") = "GPL";
