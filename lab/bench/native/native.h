/* Lets a benchmark program compile as plain C for this machine: included before it, in the place of
 * the kernel's maps and helper functions.
 *
 * A map is the program's own definition, whose first member (`type`, a null pointer in the source)
 * points to the map's memory once main.c has created it. What is known when compiling (type, sizes,
 * number of entries) is read from the definition, so that the compiler can inline a look-up as it
 * would in a program that was written in C from the start. For one thread: there are no locks. */
#pragma once
#define NATIVE

/* The headers declare helper functions under their kernel names; nobody calls those here. */
#define bpf_map_lookup_elem kernel_map_lookup_elem
#define bpf_map_update_elem kernel_map_update_elem
#define bpf_trace_printk kernel_trace_printk
#define bpf_ringbuf_reserve kernel_ringbuf_reserve
#define bpf_ringbuf_submit kernel_ringbuf_submit
#define bpf_loop kernel_loop
#include "bpf.h"
#undef bpf_map_lookup_elem
#undef bpf_map_update_elem
#undef bpf_trace_printk
#undef bpf_ringbuf_reserve
#undef bpf_ringbuf_submit
#undef bpf_loop

#undef SEC
#define SEC(name) __attribute__((used))

#include "maps.h"

/* The numbers that a definition's members carry as types. */
#define map_number(map, member) ((u32)(sizeof(*(map)->member) / sizeof(int)))
#define map_memory(map) ((struct table *)(void *)(map)->type)

#define bpf_map_lookup_elem(m, k)                                                  \
    table_lookup(map_memory(m), map_number(m, type), map_number(m, max_entries),   \
                 sizeof(*(m)->key), sizeof(*(m)->value), k)
#define bpf_map_update_elem(m, k, v, flags)                                        \
    table_update(map_memory(m), map_number(m, type), map_number(m, max_entries),   \
                 sizeof(*(m)->key), sizeof(*(m)->value), k, v)

/* A tail call is a jump through the definition's own table. */
#define tail_call(c, m, i) __attribute__((musttail)) return ((int (*)(typeof(c)))(m)->values[i])(c)

static always_inline long bpf_loop(u32 count, void *callback, void *context, u64 flags)
{
    long (*step)(u32, void *) = (long (*)(u32, void *))callback;
    u32 i = 0;
    while (i < count)
        if (step(i++, context))
            break;
    return i;
}

/* Nothing takes records or text here: a ring buffer is always full. */
static inline void *bpf_ringbuf_reserve(void *ringbuf, u64 size, u64 flags)
{
    return 0;
}
static inline void bpf_ringbuf_submit(void *record, u64 flags) {}
static inline long bpf_trace_printk(const char *format, u32 size, ...)
{
    return 0;
}

/* The iterator of numbers, as a program in C would have it. */
struct bpf_iter_num { int number, end; };

static always_inline int bpf_iter_num_new(struct bpf_iter_num *numbers, int start, int end)
{
    numbers->number = start - 1;
    numbers->end = end;
    return 0;
}
static always_inline int *bpf_iter_num_next(struct bpf_iter_num *numbers)
{
    return ++numbers->number < numbers->end ? &numbers->number : 0;
}
static always_inline void bpf_iter_num_destroy(struct bpf_iter_num *numbers) {}
