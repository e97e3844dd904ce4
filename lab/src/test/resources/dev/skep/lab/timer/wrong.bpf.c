// What no verifier lets through: programs that do wrong with timers, and callbacks that do wrong.
//
//     clang-19 -O2 -g -target bpf -mcpu=v3 -Iexamples/include -c FILE.bpf.c -o FILE.bpf.o
#include <bpf.h>
#include <timer.h>

struct entry {
    u64 mark;
    struct bpf_timer timer;
};

#define map(name, kind, value_type, entries)                                                       \
    struct {                                                                                       \
        __uint(type, BPF_MAP_TYPE_##kind);                                                         \
        __type(key, u32);                                                                          \
        __type(value, value_type);                                                                 \
        __uint(max_entries, entries);                                                              \
    } name SEC(".maps")

map(timed, ARRAY, struct entry, 4);
map(other, ARRAY, struct entry, 4);
map(untimed, ARRAY, u64, 4);

struct {
    __uint(type, BPF_MAP_TYPE_RINGBUF);
    __uint(max_entries, 4096);
} events SEC(".maps");

static struct entry *first(void)
{
    u32 zero = 0;
    return bpf_map_lookup_elem(&timed, &zero);
}

#define does(name, statements)                                                                     \
    SEC("tc") int name(struct __sk_buff *skb)                                                      \
    {                                                                                              \
        struct entry *e = first();                                                                 \
        if (!e)                                                                                    \
            return 1000;                                                                           \
        statements;                                                                                \
    }

does(init, return bpf_timer_init(&e->timer, &timed, 1))
does(start, return bpf_timer_start(&e->timer, 0, 0))
does(cancel, return bpf_timer_cancel(&e->timer))
does(overwrite, *(volatile u64 *)&e->timer = e->mark; return 0)
does(init_beside, return bpf_timer_init((void *)&e->mark, &timed, 1))
does(init_of_another_map, return bpf_timer_init(&e->timer, &other, 1))
does(init_without_timer, return bpf_timer_init(&e->timer, &untimed, 1))
does(init_on_the_stack, struct bpf_timer timer = {}; return bpf_timer_init(&timer, &timed, 1))
does(start_nowhere, return bpf_timer_start((void *)8, 0, 0))
does(wild_callback, return bpf_timer_set_callback(&e->timer, (void *)0x1234))

#define calls(name, statements)                                                                    \
    static int call_##name(void *map, u32 *key, struct entry *e)                                   \
    {                                                                                              \
        statements;                                                                                \
        return 0;                                                                                  \
    }                                                                                              \
    does(name, bpf_timer_init(&e->timer, &timed, 1);                                               \
         bpf_timer_set_callback(&e->timer, call_##name);                                           \
         return bpf_timer_start(&e->timer, 0, 0))

calls(null_pointer, u32 none = 99; *(volatile u64 *)bpf_map_lookup_elem(&untimed, &none) = 1)
calls(writes_key, *(volatile u32 *)key = 7)
calls(behind_value, *(volatile u64 *)(e + 100) = 7)
calls(endless, for (;;) asm volatile(""))
calls(keeps_record, bpf_ringbuf_reserve(&events, 8, 0))

char LICENSE[] SEC("license") = "GPL";
