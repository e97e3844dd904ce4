// Open-coded iterators over numbers: their life, and loops whose states must converge.
#include "kernel.h"

int array[64];
struct cell { long count; char text[24]; };
HASH(cells, 16, __u32, struct cell);
ARRAY(slots, 64, __u64);
RING(ring);
const volatile int rounds = 10;
long kept;

#define NEW(it, a, b) struct bpf_iter_num it; bpf_iter_num_new(&it, a, b)
#define NEXT(it) bpf_iter_num_next(&it)
#define END(it) bpf_iter_num_destroy(&it)

SEC("tc") int sums_numbers(struct __sk_buff *skb) {
    int sum = 0, *i;
    NEW(it, 0, 10);
    while ((i = NEXT(it))) sum += *i;
    END(it);
    return sum;
}

SEC("raw_tp/sys_enter") int sums_numbers_in_a_tracepoint(void *ctx) {
    int *i;
    NEW(it, 0, 10);
    while ((i = NEXT(it))) kept += *i;
    END(it);
    return 0;
}

SEC("xdp") int sums_many_numbers(struct xdp_md *ctx) {
    int i, sum = 0;
    FOR_EACH(i, 0, 1000000) sum += i;
    return sum & 1 ? XDP_PASS : XDP_DROP;
}

SEC("tc") int never_destroyed(struct __sk_buff *skb) {
    int sum = 0, *i;
    NEW(it, 0, 10);
    while ((i = NEXT(it))) sum += *i;
    return sum;
}

SEC("tc") int destroyed_twice(struct __sk_buff *skb) {
    NEW(it, 0, 10);
    END(it);
    END(it);
    return 0;
}

SEC("tc") int next_before_new(struct __sk_buff *skb) {
    struct bpf_iter_num it;
    return NEXT(it) != NULL;
}

SEC("tc") int next_of_zeroed_memory(struct __sk_buff *skb) {
    struct bpf_iter_num it = {};
    BARRIER;
    return NEXT(it) != NULL;
}

SEC("tc") int next_after_destroy(struct __sk_buff *skb) {
    NEW(it, 0, 10);
    END(it);
    return NEXT(it) != NULL;
}

SEC("tc") int destroyed_before_new(struct __sk_buff *skb) {
    struct bpf_iter_num it;
    END(it);
    return 0;
}

SEC("tc") int new_over_a_living_one(struct __sk_buff *skb) {
    struct bpf_iter_num it;
    bpf_iter_num_new(&it, 0, 10);
    bpf_iter_num_new(&it, 0, 20);
    END(it);
    return 0;
}

SEC("tc") int new_over_a_destroyed_one(struct __sk_buff *skb) {
    struct bpf_iter_num it;
    bpf_iter_num_new(&it, 0, 10);
    END(it);
    bpf_iter_num_new(&it, 0, 20);
    END(it);
    return 0;
}

SEC("tc") int early_return_leaks_it(struct __sk_buff *skb) {
    int *i, limit = skb->len;
    NEW(it, 0, 100);
    while ((i = NEXT(it)))
        if (*i == limit) return 1;
    END(it);
    return 0;
}

SEC("tc") int early_return_destroys_it(struct __sk_buff *skb) {
    int *i, limit = skb->len;
    NEW(it, 0, 100);
    while ((i = NEXT(it)))
        if (*i == limit) {
            END(it);
            return 1;
        }
    END(it);
    return 0;
}

SEC("tc") int break_and_continue(struct __sk_buff *skb) {
    int i, sum = 0, limit = skb->len;
    FOR_EACH(i, 0, 100) {
        if (i == 7) continue;
        if (i > limit) break;
        sum++;
    }
    return sum;
}

SEC("tc") int element_without_null_check(struct __sk_buff *skb) {
    NEW(it, 0, 10);
    int first = *NEXT(it);
    END(it);
    return first;
}

SEC("tc") int element_used_after_next(struct __sk_buff *skb) {
    int *i, *j, sum = 0;
    NEW(it, 0, 10);
    if ((i = NEXT(it)) && (j = NEXT(it))) sum = *i;
    END(it);
    return sum;
}

SEC("tc") int element_used_after_destroy(struct __sk_buff *skb) {
    int *i;
    NEW(it, 0, 10);
    i = NEXT(it);
    END(it);
    return i ? *(volatile int *)i : 0;
}

SEC("tc") int element_is_written(struct __sk_buff *skb) {
    int *i;
    NEW(it, 0, 10);
    if ((i = NEXT(it))) *(volatile int *)i = 4;
    END(it);
    return 0;
}

SEC("tc") int element_is_read_past_its_end(struct __sk_buff *skb) {
    int *i, sum = 0;
    NEW(it, 0, 10);
    if ((i = NEXT(it))) sum = ((volatile int *)i)[1];
    END(it);
    return sum;
}

SEC("tc") int index_by_element_unchecked(struct __sk_buff *skb) {
    int *i, sum = 0;
    NEW(it, 0, 64);
    while ((i = NEXT(it))) sum += array[*i];
    END(it);
    return sum;
}

SEC("tc") int index_by_element_checked(struct __sk_buff *skb) {
    int *i, sum = 0;
    NEW(it, 0, 64);
    while ((i = NEXT(it)))
        if (*i >= 0 && *i < 64) sum += array[*i];
    END(it);
    return sum;
}

SEC("tc") int index_by_element_masked(struct __sk_buff *skb) {
    int i, sum = 0;
    FOR_EACH(i, 0, rounds) sum += array[i & 63];
    return sum;
}

SEC("tc") int range_from_the_outside(struct __sk_buff *skb) {
    int i, sum = 0;
    FOR_EACH(i, skb->len, skb->mark) sum ^= i;
    return sum;
}

SEC("tc") int counter_beside_the_iterator(struct __sk_buff *skb) {
    int *i, n = 0;
    NEW(it, 0, 50);
    while ((i = NEXT(it))) n++;
    END(it);
    return n;
}

SEC("tc") int counter_as_index(struct __sk_buff *skb) {
    int *i, n = 0, sum = 0;
    NEW(it, 0, 50);
    while ((i = NEXT(it))) {
        sum += array[n];
        n++;
    }
    END(it);
    return sum;
}

SEC("tc") int counter_as_checked_index(struct __sk_buff *skb) {
    int *i, sum = 0;
    unsigned n = 0;
    NEW(it, 0, 1000);
    while ((i = NEXT(it))) {
        if (n >= 64) break;
        sum += array[n];
        n++;
    }
    END(it);
    return sum;
}

SEC("tc") int counter_that_wraps(struct __sk_buff *skb) {
    int *i, sum = 0;
    unsigned n = 0;
    NEW(it, 0, 1000);
    while ((i = NEXT(it))) {
        sum += array[n];
        if (++n == 64) n = 0;
    }
    END(it);
    return sum;
}

SEC("tc") int counter_masked_after_it_grew(struct __sk_buff *skb) {
    int *i, sum = 0;
    unsigned n = 0;
    NEW(it, 0, 1000);
    while ((i = NEXT(it))) {
        sum += array[n];
        n = (n + 3) & 63;
    }
    END(it);
    return sum;
}

SEC("tc") int nested(struct __sk_buff *skb) {
    int i, j, sum = 0;
    FOR_EACH(i, 0, 10) {
        FOR_EACH(j, 0, 20) sum += i * j;
    }
    return sum;
}

SEC("tc") int nested_three_deep(struct __sk_buff *skb) {
    int i, j, k, sum = 0;
    FOR_EACH(i, 0, 10)
        FOR_EACH(j, 0, 20)
            FOR_EACH(k, i, j) {
                if (k > 3 && j < 5) sum++;
                else sum--;
            }
    return sum;
}

SEC("tc") int inner_left_open(struct __sk_buff *skb) {
    int i, *j, sum = 0;
    FOR_EACH(i, 0, 10) {
        NEW(inner, 0, 5);
        j = NEXT(inner);
        if (j) sum += *j;
    }
    return sum;
}

SEC("tc") int one_after_the_other(struct __sk_buff *skb) {
    int i, sum = 0;
    FOR_EACH(i, 0, 10) sum += i;
    FOR_EACH(i, 0, 10) sum ^= i;
    FOR_EACH(i, 0, 10) sum -= i;
    return sum;
}

SEC("tc") int plain_loop_inside(struct __sk_buff *skb) {
    int i, sum = 0;
    FOR_EACH(i, 0, 10)
        for (int j = 0; j < 20; j++) {
            sum += j;
            BARRIER;
        }
    return sum;
}

SEC("tc") int inside_a_plain_loop(struct __sk_buff *skb) {
    int i, sum = 0;
    for (int j = 0; j < 10; j++) {
        FOR_EACH(i, 0, 10) sum += i;
        BARRIER;
    }
    return sum;
}

SEC("tc") int pointer_is_set_in_the_loop(struct __sk_buff *skb) {
    struct cell *found = NULL;
    int i;
    FOR_EACH(i, 0, 10) {
        __u32 key = i;
        struct cell *c = bpf_map_lookup_elem(&cells, &key);
        if (c) found = c;
    }
    return found ? found->count : 0;
}

SEC("tc") int pointer_is_set_in_the_loop_unchecked(struct __sk_buff *skb) {
    struct cell *found = NULL;
    int i;
    FOR_EACH(i, 0, 10) {
        __u32 key = i;
        struct cell *c = bpf_map_lookup_elem(&cells, &key);
        if (c) found = c;
    }
    hide(found);
    return found->count;
}

SEC("tc") int packet_pointer_walks(struct __sk_buff *skb) {
    unsigned char *p = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
    int i, sum = 0;
    FOR_EACH(i, 0, 100) {
        if (p + 1 > end) break;
        sum += *p++;
    }
    return sum;
}

SEC("tc") int packet_offset_walks(struct __sk_buff *skb) {
    unsigned char *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
    unsigned off = 0;
    int i, sum = 0;
    FOR_EACH(i, 0, 100) {
        if (off > 1000) break;
        unsigned char *p = data + off;
        if (p + 1 > end) break;
        sum += *p;
        off += (*p & 7) + 1;
    }
    return sum;
}

SEC("tc") int packet_offset_is_not_bounded(struct __sk_buff *skb) {
    unsigned char *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
    unsigned off = 0;
    int i, sum = 0;
    FOR_EACH(i, 0, 100) {
        unsigned char *p = data + off;
        if (p + 1 > end) break;
        sum += *p;
        off += *p + 1;
    }
    return sum;
}

SEC("tc") int writes_an_array_on_the_stack(struct __sk_buff *skb) {
    int i;
    char bytes[16] = {};
    FOR_EACH(i, 0, 16) bytes[i & 15] = i;
    return bytes[3];
}

SEC("tc") int initialises_the_stack_in_the_loop(struct __sk_buff *skb) {
    int i;
    char bytes[16];
    FOR_EACH(i, 0, 16) bytes[i & 15] = i;
    return ((volatile char *)bytes)[3];
}

SEC("tc") int writes_past_an_array_on_the_stack(struct __sk_buff *skb) {
    int i;
    char bytes[16] = {};
    FOR_EACH(i, 0, 16) bytes[i & 31] = i;
    return bytes[3];
}

SEC("tc") int iterator_is_overwritten(struct __sk_buff *skb) {
    NEW(it, 0, 10);
    *(volatile long *)&it = 1;
    END(it);
    return 0;
}

SEC("tc") int iterator_is_read(struct __sk_buff *skb) {
    NEW(it, 0, 10);
    long seen = *(volatile long *)&it;
    END(it);
    return seen;
}

SEC("tc") int iterator_in_a_map(struct __sk_buff *skb) {
    __u32 key = 0;
    struct cell *c = bpf_map_lookup_elem(&cells, &key);
    if (!c) return 0;
    bpf_iter_num_new((void *)c, 0, 10);
    bpf_iter_num_destroy((void *)c);
    return 0;
}

static noinline int sum_rest(struct bpf_iter_num *it) {
    int *i, sum = 0;
    while ((i = bpf_iter_num_next(it))) sum += *i;
    return sum;
}
static noinline void begin(struct bpf_iter_num *it, int end) { bpf_iter_num_new(it, 0, end); }
static noinline void finish(struct bpf_iter_num *it) { bpf_iter_num_destroy(it); }
noinline int sum_in_a_global(struct bpf_iter_num *it) { return it ? bpf_iter_num_next(it) != NULL : 0; }

SEC("tc") int walked_by_a_static_function(struct __sk_buff *skb) {
    NEW(it, 0, 10);
    int sum = sum_rest(&it);
    END(it);
    return sum;
}

SEC("tc") int life_spread_over_functions(struct __sk_buff *skb) {
    struct bpf_iter_num it;
    begin(&it, skb->len);
    int sum = sum_rest(&it);
    finish(&it);
    return sum;
}

SEC("tc") int passed_to_a_global_function(struct __sk_buff *skb) {
    NEW(it, 0, 10);
    int sum = sum_in_a_global(&it);
    END(it);
    return sum;
}

static noinline int sums_to(int n) {
    int i, sum = 0;
    FOR_EACH(i, 0, n) sum += i;
    return sum;
}

SEC("tc") int function_with_its_own(struct __sk_buff *skb) { return sums_to(5) + sums_to(skb->len); }

SEC("tc") int function_called_in_each_round(struct __sk_buff *skb) {
    int i, sum = 0;
    FOR_EACH(i, 0, 10) sum += sums_to(i);
    return sum;
}

static long uses_iterator(__u32 n, int *sum) {
    int i;
    FOR_EACH(i, 0, 10) *sum += i;
    return 0;
}

SEC("tc") int in_a_callback(struct __sk_buff *skb) {
    int sum = 0;
    bpf_loop(10, uses_iterator, &sum, 0);
    return sum;
}

static long adds(__u32 n, int *sum) { *sum += n; return 0; }

SEC("tc") int callback_in_each_round(struct __sk_buff *skb) {
    int i, sum = 0;
    FOR_EACH(i, 0, 10) bpf_loop(10, adds, &sum, 0);
    return sum;
}

static long advances(__u32 n, struct bpf_iter_num *it) { return bpf_iter_num_next(it) == NULL; }

SEC("tc") int iterator_of_the_caller_in_a_callback(struct __sk_buff *skb) {
    NEW(it, 0, 10);
    bpf_loop(10, advances, &it, 0);
    END(it);
    return 0;
}

SEC("tc") int record_reserved_in_each_round(struct __sk_buff *skb) {
    int i;
    FOR_EACH(i, 0, 10) {
        int *r = bpf_ringbuf_reserve(&ring, 4, 0);
        if (!r) break;
        *r = i;
        bpf_ringbuf_submit(r, 0);
    }
    return 0;
}

SEC("tc") int record_leaks_on_continue(struct __sk_buff *skb) {
    int i;
    FOR_EACH(i, 0, 10) {
        int *r = bpf_ringbuf_reserve(&ring, 4, 0);
        if (!r) break;
        if (i == 3) continue;
        bpf_ringbuf_submit(r, 0);
    }
    return 0;
}

SEC("tc") int record_held_over_the_loop(struct __sk_buff *skb) {
    int i, *r = bpf_ringbuf_reserve(&ring, 4, 0);
    if (!r) return 0;
    *r = 0;
    FOR_EACH(i, 0, 10) *r += i;
    bpf_ringbuf_submit(r, 0);
    return 0;
}

SEC("tc") int state_machine(struct __sk_buff *skb) {
    int i, state = 0;
    FOR_EACH(i, 0, 1000) {
        switch (state) {
        case 0: state = i & 1 ? 1 : 2; break;
        case 1: state = i & 2 ? 3 : 0; break;
        case 2: state = 3; break;
        case 3: state = i & 4 ? 4 : 1; break;
        default: state = 0;
        }
    }
    return array[state & 63];
}

SEC("tc") int state_machine_with_state_as_index(struct __sk_buff *skb) {
    int i, sum = 0;
    long state = 0;
    FOR_EACH(i, 0, 1000) {
        sum += array[state];
        if (state == 0) state = 5;
        else if (state == 5) state = 9;
        else state = 0;
        hide(state);
    }
    return sum;
}

SEC("tc") int fibonacci_by_rounds(struct __sk_buff *skb) {
    unsigned a = 0, b = 1, t;
    int i;
    FOR_EACH(i, 0, 40) {
        t = a + b;
        a = b;
        b = t;
    }
    return a;
}

SEC("tc") int bound_narrowed_by_halves(struct __sk_buff *skb) {
    unsigned low = 0, high = 64;
    int i;
    FOR_EACH(i, 0, 10) {
        unsigned middle = (low + high) / 2;
        if (low >= high || middle >= 64) break;
        if (array[middle] < (int)skb->len) low = middle + 1;
        else high = middle;
    }
    return low;
}

SEC("tc") int ends_forever(struct __sk_buff *skb) {
    NEW(it, 0, 10);
    for (;;) {
        NEXT(it);
        BARRIER;
    }
    END(it);
    return 0;
}

SEC("tc") int does_not_look_at_the_element(struct __sk_buff *skb) {
    NEW(it, 0, 10);
    for (int n = 0; n < 5; n++) {
        NEXT(it);
        BARRIER;
    }
    END(it);
    return 0;
}

SEC("tc") int two_living_at_once(struct __sk_buff *skb) {
    int *i, *j, sum = 0;
    NEW(a, 0, 10);
    NEW(b, 0, 10);
    while ((i = NEXT(a)) && (j = NEXT(b))) sum += *i * *j;
    END(b);
    END(a);
    return sum;
}

SEC("tc") int lock_free_cell_update(struct __sk_buff *skb) {
    int i;
    FOR_EACH(i, 0, 64) {
        __u32 key = i;
        __u64 *v = bpf_map_lookup_elem(&slots, &key);
        if (!v) continue;
        __sync_fetch_and_add(v, 1);
    }
    return 0;
}

SEC("tc") int copies_text(struct __sk_buff *skb) {
    __u32 key = 0;
    struct cell *c = bpf_map_lookup_elem(&cells, &key);
    if (!c) return 0;
    char local[24] = {};
    int i;
    FOR_EACH(i, 0, 24) {
        if (i < 0 || i >= 24) break;
        local[i] = c->text[i];
        if (!local[i]) break;
    }
    return local[0];
}

SEC("tc") int under_disabled_preemption(struct __sk_buff *skb) {
    int i, sum = 0;
    bpf_preempt_disable();
    FOR_EACH(i, 0, 10) sum += i;
    bpf_preempt_enable();
    return sum;
}
