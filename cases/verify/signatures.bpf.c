// Global functions, verified on their own by their signatures, and static ones, walked in context.
#include "kernel.h"

struct pair { int a, b; };
struct big { long words[32]; };
union either { int i; long l; };

ARRAY(pairs, 8, struct pair);
HASH(table, 8, __u32, struct pair);
ARRAY(bigs, 2, struct big);

int array[16];
const volatile int frozen = 5;

noinline int square(int x) { hide(x); return x * x; }
noinline int masked(int x) { return x & 15; }
static noinline int static_masked(int x) { return x & 15; }

SEC("tc") int scalar_argument(struct __sk_buff *skb) { return square(skb->len); }

SEC("tc") int global_result_is_unknown(struct __sk_buff *skb) { return array[masked(skb->len)]; }
SEC("tc") int global_result_is_checked(struct __sk_buff *skb) {
    unsigned at = masked(skb->len);
    return at < 16 ? array[at] : 0;
}
SEC("tc") int static_result_is_known(struct __sk_buff *skb) { return array[static_masked(skb->len)]; }

noinline int divides(unsigned a, unsigned b) { return a / b + a % b; }
SEC("tc") int global_divides_by_anything(struct __sk_buff *skb) { return divides(skb->len, 0); }

noinline int bad_index(unsigned at) { return *(volatile int *)&array[at]; }
SEC("tc") int global_fails_for_any_argument(struct __sk_buff *skb) { return bad_index(3); }

static noinline int static_index(unsigned at) { return *(volatile int *)&array[at]; }
SEC("tc") int static_is_good_for_this_argument(struct __sk_buff *skb) { return static_index(3); }
SEC("tc") int static_is_bad_for_that_argument(struct __sk_buff *skb) { return static_index(skb->len); }

noinline int sums(struct pair *p) { return p ? p->a + p->b : 0; }
noinline int sums_unchecked(struct pair *p) { return p->a + p->b; }
noinline int sums_nonnull(struct pair *p ARG_NONNULL) { return p->a + p->b; }
noinline int writes_pair(struct pair *p) { if (p) p->a = 1; return 0; }
noinline int reads_past_pair(struct pair *p) { return p ? ((volatile int *)p)[2] : 0; }

SEC("tc") int pointer_from_stack(struct __sk_buff *skb) {
    struct pair p = {1, 2};
    return sums(&p);
}
SEC("tc") int pointer_from_half_stack(struct __sk_buff *skb) {
    struct pair p;
    *(volatile int *)&p.a = 1;
    return sums(&p);
}
SEC("tc") int pointer_from_map(struct __sk_buff *skb) {
    __u32 key = 9;
    struct pair *p = bpf_map_lookup_elem(&table, &key);
    return p ? sums(p) : 0;
}
SEC("tc") int pointer_from_map_maybe_null(struct __sk_buff *skb) {
    __u32 key = 9;
    return sums(bpf_map_lookup_elem(&table, &key));
}
SEC("tc") int pointer_is_null(struct __sk_buff *skb) { return sums(NULL); }
SEC("tc") int pointer_to_nonnull_is_null(struct __sk_buff *skb) { return sums_nonnull(NULL); }
SEC("tc") int pointer_to_nonnull_is_maybe_null(struct __sk_buff *skb) {
    __u32 key = 9;
    return sums_nonnull(bpf_map_lookup_elem(&table, &key));
}
SEC("tc") int pointer_to_nonnull_is_good(struct __sk_buff *skb) {
    struct pair p = {1, 2};
    return sums_nonnull(&p);
}
SEC("tc") int argument_is_not_checked_for_null(struct __sk_buff *skb) {
    struct pair p = {1, 2};
    return sums_unchecked(&p);
}
SEC("tc") int argument_is_read_past_its_end(struct __sk_buff *skb) {
    struct pair p = {1, 2};
    return reads_past_pair(&p);
}
SEC("tc") int argument_is_written_through(struct __sk_buff *skb) {
    struct pair p = {0, 7};
    writes_pair(&p);
    return array[p.b & 15];
}
SEC("tc") int written_stack_is_unknown_afterwards(struct __sk_buff *skb) {
    struct pair p = {0, 7};
    writes_pair(&p);
    return array[*(volatile int *)&p.b];
}
SEC("tc") int pointer_to_rodata(struct __sk_buff *skb) {
    static const struct pair constant = {3, 4};
    return sums((struct pair *)&constant);
}
SEC("tc") int pointer_to_packet(struct __sk_buff *skb) {
    void *data = (void *)(long)skb->data;
    if (data + 64 > (void *)(long)skb->data_end) return 0;
    return sums(data);
}
SEC("tc") int number_as_pointer(struct __sk_buff *skb) { return sums((void *)(long)skb->len); }
SEC("tc") int context_as_pair(struct __sk_buff *skb) { return sums((void *)skb); }

noinline int nonnull_number(int *p ARG_NONNULL) { return *p; }
noinline int writes_number(int *p) { if (!p) return 0; *p = 5; return 1; }
noinline int takes_char(const char *p) { return p ? *p : 0; }
noinline int takes_void(void *p) { return p != 0; }
noinline int takes_void_pointer_pointer(void **p) { return p != 0; }
noinline int takes_union(union either *e) { return e ? e->i : 0; }
noinline int takes_big(struct big *b) { return b ? b->words[31] : 0; }
noinline int takes_array(int (*p)[4]) { return p ? (*p)[3] : 0; }
enum colour { RED, GREEN };
noinline int takes_enum(enum colour c) { return c == GREEN; }
noinline int takes_long(long l) { return l > 4; }
noinline int takes_bool(bool b) { return b ? 3 : 4; }
noinline int takes_five(int a, int b, int c, int d, int e) { return a + b * c - d + e; }
typedef struct pair pair_type;
typedef pair_type *pair_pointer;
noinline int takes_typedef(pair_pointer p) { return p ? p->a : 0; }
noinline int takes_const_volatile(const volatile struct pair *const p) { return p ? p->a : 0; }

SEC("tc") int pointer_to_number(struct __sk_buff *skb) { int n = 3; return nonnull_number(&n); }
SEC("tc") int pointer_to_number_is_written(struct __sk_buff *skb) {
    int n = 3;
    writes_number(&n);
    return n;
}
SEC("tc") int pointer_to_uninitialised_number(struct __sk_buff *skb) {
    int n;
    writes_number(&n);
    return n;
}
SEC("tc") int pointer_to_char(struct __sk_buff *skb) { char text[] = "ab"; return takes_char(text); }
SEC("tc") int pointer_to_void(struct __sk_buff *skb) { int n = 0; return takes_void(&n); }
SEC("tc") int pointer_to_pointer(struct __sk_buff *skb) { void *p = NULL; return takes_void_pointer_pointer(&p); }
SEC("tc") int pointer_to_union(struct __sk_buff *skb) { union either e = {.l = 4}; return takes_union(&e); }
SEC("tc") int pointer_to_too_little(struct __sk_buff *skb) { long small = 3; return takes_big((void *)&small); }
SEC("tc") int pointer_to_map_value_of_right_size(struct __sk_buff *skb) {
    __u32 key = 1;
    struct big *b = bpf_map_lookup_elem(&bigs, &key);
    return takes_big(b);
}
SEC("tc") int pointer_to_map_value_too_small(struct __sk_buff *skb) {
    __u32 key = 1;
    void *b = bpf_map_lookup_elem(&table, &key);
    return b ? takes_big(b) : 0;
}
SEC("tc") int pointer_to_array(struct __sk_buff *skb) { int four[4] = {1, 2, 3, 4}; return takes_array(&four); }
SEC("tc") int enum_argument(struct __sk_buff *skb) { return takes_enum(skb->len & 1); }
SEC("tc") int long_argument(struct __sk_buff *skb) { return takes_long(skb->len); }
SEC("tc") int bool_argument(struct __sk_buff *skb) { return takes_bool(skb->len > 5); }
SEC("tc") int five_arguments(struct __sk_buff *skb) { return takes_five(1, 2, 3, skb->len, 5); }
SEC("tc") int pointer_as_scalar_argument(struct __sk_buff *skb) { return takes_long((long)skb); }
SEC("tc") int stack_pointer_as_scalar_argument(struct __sk_buff *skb) { int n = 0; return takes_long((long)&n); }
SEC("tc") int typedef_argument(struct __sk_buff *skb) { struct pair p = {}; return takes_typedef(&p); }
SEC("tc") int qualified_argument(struct __sk_buff *skb) { struct pair p = {}; return takes_const_volatile(&p); }

noinline int context_length(struct __sk_buff *skb) { return skb->len; }
noinline int context_mark(struct __sk_buff *skb) { skb->mark = 4; return 0; }
noinline int context_tagged(void *ctx ARG_CTX) { return ((struct __sk_buff *)ctx)->len; }
noinline int context_wrong_field(struct __sk_buff *skb) { return ((volatile int *)skb)[60]; }
noinline int context_of_xdp(struct xdp_md *ctx) { return ctx->ingress_ifindex; }
noinline int first_byte(struct __sk_buff *skb) {
    unsigned char *data = (void *)(long)skb->data;
    return data + 1 > (unsigned char *)(long)skb->data_end ? -1 : data[0];
}
noinline int pulls(struct __sk_buff *skb) { return bpf_skb_pull_data(skb, 20); }

SEC("tc") int context_argument(struct __sk_buff *skb) { return context_length(skb); }
SEC("tc") int context_argument_is_written(struct __sk_buff *skb) { return context_mark(skb); }
SEC("tc") int context_argument_by_tag(struct __sk_buff *skb) { return context_tagged(skb); }
SEC("xdp") int context_argument_by_tag_in_xdp(struct xdp_md *ctx) { return context_tagged(ctx); }
SEC("tc") int context_argument_wrong_field(struct __sk_buff *skb) { return context_wrong_field(skb); }
SEC("tc") int context_of_another_type(struct __sk_buff *skb) { return context_of_xdp((void *)skb); }
SEC("xdp") int context_of_this_type(struct xdp_md *ctx) { return context_of_xdp(ctx); }
SEC("tc") int context_argument_moved(struct __sk_buff *skb) { return context_length((void *)skb + 4); }
SEC("tc") int context_argument_is_null(struct __sk_buff *skb) { return context_length(NULL); }
SEC("tc") int packet_in_a_global_function(struct __sk_buff *skb) { return first_byte(skb); }
SEC("tc") int packet_pointer_after_a_global_call_that_pulls(struct __sk_buff *skb) {
    unsigned char *data = (void *)(long)skb->data;
    if (data + 14 > (unsigned char *)(long)skb->data_end) return 0;
    pulls(skb);
    return *(volatile unsigned char *)data;
}
SEC("tc") int packet_pointer_after_a_harmless_global_call(struct __sk_buff *skb) {
    unsigned char *data = (void *)(long)skb->data;
    if (data + 14 > (unsigned char *)(long)skb->data_end) return 0;
    int length = context_length(skb);
    return *(volatile unsigned char *)data + length;
}

noinline void returns_nothing(int x) { array[x & 15] = 1; }
noinline struct pair *returns_pointer(struct pair *p) { return p; }
noinline long returns_long(void) { return 1L << 40; }
noinline unsigned char returns_char(int x) { return x; }
noinline bool returns_bool(int x) { hide(x); return x > 3; }

SEC("tc") int result_is_void(struct __sk_buff *skb) { returns_nothing(skb->len); return 0; }
SEC("tc") int result_is_a_pointer(struct __sk_buff *skb) { struct pair p = {}; return returns_pointer(&p) != NULL; }
SEC("tc") int result_is_long(struct __sk_buff *skb) { return returns_long() > 3; }
SEC("tc") int result_is_char(struct __sk_buff *skb) { return returns_char(skb->len); }
SEC("tc") int result_is_bool(struct __sk_buff *skb) { return array[returns_bool(skb->len)]; }

noinline int counts_down(int n);
noinline int counts_down(int n) { hide(n); return n <= 0 ? 0 : counts_down(n - 1) + 1; }
static noinline int static_down(int n) { hide(n); return n <= 0 ? 0 : static_down(n - 1) + 1; }
noinline int even(int n);
noinline int odd(int n) { hide(n); return n == 0 ? 0 : even(n - 1); }
noinline int even(int n) { hide(n); return n == 0 ? 1 : odd(n - 1) + 1; }

SEC("tc") int global_recursion(struct __sk_buff *skb) { return counts_down(3); }
SEC("tc") int static_recursion(struct __sk_buff *skb) { return static_down(3); }
SEC("tc") int mutual_recursion(struct __sk_buff *skb) { return even(3); }

#define LEVEL(n, next) static noinline int depth##n(int x) { hide(x); return next(x + n) + 1; }
static noinline int depth0(int x) { hide(x); return x; }
LEVEL(1, depth0) LEVEL(2, depth1) LEVEL(3, depth2) LEVEL(4, depth3) LEVEL(5, depth4) LEVEL(6, depth5) LEVEL(7, depth6)
SEC("tc") int seven_static_calls_deep(struct __sk_buff *skb) { return depth6(skb->len); }
SEC("tc") int eight_static_calls_deep(struct __sk_buff *skb) { return depth7(skb->len); }
#define GLOBAL_LEVEL(n, next) noinline int global_depth##n(int x) { hide(x); return next(x + n) + 1; }
noinline int global_depth0(int x) { hide(x); return x; }
GLOBAL_LEVEL(1, global_depth0) GLOBAL_LEVEL(2, global_depth1) GLOBAL_LEVEL(3, global_depth2)
GLOBAL_LEVEL(4, global_depth3) GLOBAL_LEVEL(5, global_depth4) GLOBAL_LEVEL(6, global_depth5) GLOBAL_LEVEL(7, global_depth6)
GLOBAL_LEVEL(8, global_depth7)
SEC("tc") int seven_global_calls_deep(struct __sk_buff *skb) { return global_depth6(skb->len); }
SEC("tc") int eight_global_calls_deep(struct __sk_buff *skb) { return global_depth7(skb->len); }
SEC("tc") int nine_global_calls_deep(struct __sk_buff *skb) { return global_depth8(skb->len); }

#define FRAME(name, bytes, next)                                          \
    static noinline int name(int x) {                                    \
        volatile char room[bytes];                                        \
        room[x & 7] = x;                                                  \
        return next(x) + room[x & 7] * 0;                                 \
    }
static noinline int writes_room(int x) { volatile char room[240]; room[x & 7] = x; return x; }
FRAME(uses_240, 240, writes_room)
FRAME(uses_300, 300, writes_room)
FRAME(uses_480, 480, depth0)
SEC("tc") int two_frames_fit(struct __sk_buff *skb) { return uses_240(3); }
SEC("tc") int two_frames_do_not_fit(struct __sk_buff *skb) { return uses_300(3); }
SEC("tc") int frame_and_small_callee(struct __sk_buff *skb) { return uses_480(3); }
SEC("tc") int frames_beside_one_another(struct __sk_buff *skb) { return uses_480(3) + writes_room(4) + uses_240(5); }

static noinline int fills(struct pair *p) { p->a = 3; p->b = 4; return 0; }
static noinline struct pair *finds(__u32 key) { return bpf_map_lookup_elem(&table, &key); }
static noinline int takes_skb(struct __sk_buff *skb, struct pair *p) { return skb->len + p->a; }
static noinline struct pair *own_frame(int x) { struct pair p; struct pair *q = &p; q->a = x; hide(q); return q; }

SEC("tc") int static_fills_callers_stack(struct __sk_buff *skb) { struct pair p; fills(&p); return array[p.a]; }
SEC("tc") int static_returns_unchecked_value(struct __sk_buff *skb) { return finds(4)->a; }
SEC("tc") int static_returns_checked_value(struct __sk_buff *skb) { struct pair *p = finds(4); return p ? p->a : 0; }
SEC("tc") int static_takes_context_and_value(struct __sk_buff *skb) {
    struct pair *p = finds(5);
    return p ? takes_skb(skb, p) : 0;
}
SEC("tc") int static_returns_its_own_stack(struct __sk_buff *skb) { return own_frame(3)->a; }

noinline int is_never_called(unsigned at) { return *(volatile int *)&array[at]; }
SEC("tc") int global_calls_a_static_one(struct __sk_buff *skb) { return masked(3) ? static_masked(2) : 0; }

noinline int calls_bad_one(int x) { return bad_index(x) + 1; }
SEC("tc") int global_calls_a_bad_one(struct __sk_buff *skb) { return calls_bad_one(2); }

noinline int only_if_frozen_is_six(int x) { return bad_index(x); }
SEC("tc") int bad_one_is_never_reached(struct __sk_buff *skb) { return frozen == 6 ? only_if_frozen_is_six(2) : 0; }

__weak int weak_one(int x) { hide(x); return x & 3; }
SEC("tc") int weak_function(struct __sk_buff *skb) { return weak_one(skb->len); }

__attribute__((visibility("hidden"))) noinline int hidden_one(unsigned at) { return at < 16 ? array[at] : 0; }
SEC("tc") int hidden_function(struct __sk_buff *skb) { return array[hidden_one(4) & 15]; }
__attribute__((visibility("hidden"))) noinline int hidden_index(unsigned at) { return *(volatile int *)&array[at]; }
SEC("tc") int hidden_function_is_walked_in_context(struct __sk_buff *skb) { return hidden_index(4); }

noinline int loops(int n) { int s = 0; for (int i = 0; i < 100; i++) { s += i ^ n; BARRIER; } return s; }
noinline int loops_forever(int n) { while (n != 3) BARRIER; return n; }
SEC("tc") int global_with_a_loop(struct __sk_buff *skb) { return loops(1) + loops(2) + loops(3); }
SEC("tc") int global_with_an_endless_loop(struct __sk_buff *skb) { return loops_forever(3); }

noinline int leaks_record(int x);
struct { __uint(type, BPF_MAP_TYPE_RINGBUF); __uint(max_entries, 4096); } ring SEC(".maps");
noinline int leaks_record(int x) { void *r = bpf_ringbuf_reserve(&ring, 8, 0); return r != NULL; }
noinline int keeps_none(int x) {
    void *r = bpf_ringbuf_reserve(&ring, 8, 0);
    if (!r) return 1;
    bpf_ringbuf_discard(r, 0);
    return 0;
}
SEC("tc") int global_leaks_a_record(struct __sk_buff *skb) { return leaks_record(3); }
SEC("tc") int global_call_while_holding_a_record(struct __sk_buff *skb) {
    long *r = bpf_ringbuf_reserve(&ring, 8, 0);
    if (!r) return 0;
    *r = keeps_none(4);
    bpf_ringbuf_submit(r, 0);
    return 0;
}
noinline int takes_record(long *r) { if (r) *r = 1; return 0; }
SEC("tc") int record_as_argument(struct __sk_buff *skb) {
    long *r = bpf_ringbuf_reserve(&ring, 8, 0);
    if (!r) return 0;
    takes_record(r);
    bpf_ringbuf_submit(r, 0);
    return 0;
}

SEC("tc") int main_returns_a_pointer(struct __sk_buff *skb) { return (int)(long)skb; }
SEC("?tc") int main_with_wide_result(struct __sk_buff *skb) { return returns_long(); }
