// Callbacks on many threads at once: their calls are counted, and what the helpers say of them is
// added up beside; user space changes the hash table meanwhile.
//
//     clang-19 -O2 -g -target bpf -mcpu=v3 -Iexamples/include -c FILE.bpf.c -o FILE.bpf.o
#include <bpf.h>

enum { ROUNDS = 100 };

static long (*for_each_map_elem)(void *map, void *callback, void *context, u64 flags) =
    (void *)164;

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __type(key, u32);
    __type(value, u64);
    __uint(max_entries, 64);
} crowd SEC(".maps");

struct sums {
    u64 calls, said, rounds, wrong;
};

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __type(key, u32);
    __type(value, struct sums);
    __uint(max_entries, 1);
} result SEC(".maps");

static long each(void *map, u32 *key, u64 *value, struct sums **sums)
{
    __sync_fetch_and_add(&(*sums)->calls, 1);
    if (*key >= 64)
        __sync_fetch_and_add(&(*sums)->wrong, 1);
    return 0;
}

static long once(u32 index, struct sums **sums)
{
    __sync_fetch_and_add(&(*sums)->rounds, 1);
    return 0;
}

SEC("tc")
int walk(struct __sk_buff *skb)
{
    u32 zero = 0;
    struct sums *sums = bpf_map_lookup_elem(&result, &zero);
    if (!sums)
        return 1;
    __sync_fetch_and_add(&sums->said, for_each_map_elem(&crowd, each, &sums, 0));
    return bpf_loop(ROUNDS, once, &sums, 0) == ROUNDS ? 0 : 2;
}
