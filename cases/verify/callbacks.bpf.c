// Functions that helpers call: bpf_loop and bpf_for_each_map_elem.
#include "probe.h"

map(counts, ARRAY, u32, u64, 16);
map(hashed, HASH, u32, u64, 16);
map(percpu, PERCPU_ARRAY, u32, u64, 4);

struct {
    __uint(type, BPF_MAP_TYPE_QUEUE);
    __type(value, u64);
    __uint(max_entries, 4);
} waiting SEC(".maps");

struct sums {
    u64 sum;
    u32 index;
    u32 limit;
};

static int nothing(u32 i, void *ctx)
{
    return 0;
}

static int add(u32 i, struct sums *s)
{
    s->sum += i;
    return 0;
}

static int stopAtTen(u32 i, struct sums *s)
{
    s->index = i;
    return i == 10;
}

static int returnsTwo(u32 i, void *ctx)
{
    return 2;
}

static int returnsTheIndex(u32 i, void *ctx)
{
    return i;
}

static int bump(u32 i, struct sums *s)
{
    s->index++;
    return 0;
}

static int bumpWithinFour(u32 i, struct sums *s)
{
    if (s->index < 4)
        s->index++;
    return 0;
}

static int inner(u32 i, struct sums *s)
{
    s->sum++;
    return 0;
}

static int outer(u32 i, struct sums *s)
{
    bpf_loop(10, inner, s, 0);
    return 0;
}

static int outermost(u32 i, struct sums *s)
{
    bpf_loop(10, outer, s, 0);
    return 0;
}

#define loops(name, count, callback)                                                               \
    SEC("tc") int name(struct __sk_buff *skb)                                                      \
    {                                                                                              \
        struct sums s = {};                                                                        \
        bpf_loop(count, callback, &s, 0);                                                          \
        return s.sum > 3;                                                                          \
    }

loops(loopAdds, 100, add)
loops(loopOfNothing, 100, nothing)
loops(loopOfNoRounds, 0, add)
loops(loopOfOneRound, 1, add)
loops(loopStops, 100, stopAtTen)
loops(loopReturnsTwo, 100, returnsTwo)
loops(loopReturnsTheIndex, 100, returnsTheIndex)
loops(loopNested, 10, outer)
loops(loopNestedTwice, 10, outermost)
loops(loopTooOften, 1 << 24, nothing)
loops(loopOfUnknownLength, skb->len, add)

SEC("tc")
int loopWithFlags(struct __sk_buff *skb)
{
    return bpf_loop(4, nothing, 0, 1);
}

SEC("tc")
int loopOverNullContext(struct __sk_buff *skb)
{
    return bpf_loop(4, add, 0, 0);
}

SEC("tc")
int indexAfterALoopIsUnknown(struct __sk_buff *skb)
{
    struct sums s = {};
    u8 bytes[8] = {};
    bpf_loop(4, bump, &s, 0);
    hide(s.index);
    return ((volatile u8 *)bytes)[s.index];
}

SEC("tc")
int indexOfAtMostFour(struct __sk_buff *skb)
{
    struct sums s = {};
    u8 bytes[8] = {};
    bpf_loop(40, bumpWithinFour, &s, 0);
    return ((volatile u8 *)bytes)[s.index];
}

SEC("tc")
int checkedIndexAfterALoop(struct __sk_buff *skb)
{
    struct sums s = {};
    u32 key;
    u64 *v;
    bpf_loop(skb->len, bump, &s, 0);
    key = s.index;
    v = bpf_map_lookup_elem(&counts, &key);
    return v ? *v > 1 : 0;
}

struct pointers {
    u64 *value;
    void *gone;
};

static int loseValue(u32 i, struct pointers *p)
{
    u32 key = i;
    p->value = bpf_map_lookup_elem(&counts, &key);
    return 0;
}

static int checkValue(u32 i, struct pointers *p)
{
    u32 key = i;
    p->value = bpf_map_lookup_elem(&counts, &key);
    return p->value ? 0 : 1;
}

SEC("tc")
int pointerLostInACallback(struct __sk_buff *skb)
{
    u32 key = 1;
    struct pointers p = {};
    p.value = bpf_map_lookup_elem(&counts, &key);
    if (!p.value)
        return 0;
    bpf_loop(3, loseValue, &p, 0);
    return *p.value > 0;
}

SEC("tc")
int pointerCheckedAfterTheLoop(struct __sk_buff *skb)
{
    u32 key = 1;
    struct pointers p = {};
    p.value = bpf_map_lookup_elem(&counts, &key);
    if (!p.value)
        return 0;
    bpf_loop(3, checkValue, &p, 0);
    return p.value ? *p.value > 0 : 0;
}

static int scribble(u32 i, struct pointers *p)
{
    p->value = (void *)(long)i;
    return 0;
}

SEC("tc")
int pointerOverwrittenInACallback(struct __sk_buff *skb)
{
    u32 key = 1;
    struct pointers p = {};
    p.value = bpf_map_lookup_elem(&counts, &key);
    if (!p.value)
        return 0;
    bpf_loop(3, scribble, &p, 0);
    return *p.value > 0;
}

static int readTheArray(u32 i, u8 *bytes)
{
    return ((volatile u8 *)bytes)[i] & 1;
}

static int readTheArrayWithinBounds(u32 i, u8 *bytes)
{
    if (i >= 16)
        return 1;
    return ((volatile u8 *)bytes)[i] & 1;
}

SEC("tc")
int callbackReadsByItsIndex(struct __sk_buff *skb)
{
    u8 bytes[16] = {};
    return bpf_loop(16, readTheArray, bytes, 0) > 3;
}

SEC("tc")
int callbackChecksItsIndex(struct __sk_buff *skb)
{
    u8 bytes[16] = {};
    return bpf_loop(16, readTheArrayWithinBounds, bytes, 0) > 3;
}

static u64 readPacket(u32 i, void *ctx)
{
    struct __sk_buff *skb = *(struct __sk_buff **)ctx;
    void *data = (void *)(long)skb->data;
    void *end = (void *)(long)skb->data_end;
    if (data + 14 > end)
        return 1;
    return *(u8 *)data == 1;
}

SEC("tc")
int callbackReadsThePacket(struct __sk_buff *skb)
{
    struct __sk_buff *captured = skb;
    return bpf_loop(16, readPacket, &captured, 0) > 3;
}

static u64 pull(u32 i, void *ctx)
{
    struct __sk_buff *skb = *(struct __sk_buff **)ctx;
    bpf_skb_pull_data(skb, 0);
    return 0;
}

SEC("tc")
int packetGoesInACallback(struct __sk_buff *skb)
{
    struct __sk_buff *captured = skb;
    u8 *data = (void *)(long)skb->data;
    void *end = (void *)(long)skb->data_end;
    if (data + 14 > (u8 *)end)
        return 1;
    bpf_loop(16, pull, &captured, 0);
    return *(volatile u8 *)data == 1;
}

static long sumUp(void *m, u32 *key, u64 *value, struct sums *s)
{
    s->sum += *value + *key;
    return 0;
}

static long stopAtKey(void *m, u32 *key, u64 *value, struct sums *s)
{
    s->index = *key;
    return *value == 7;
}

static long removeEach(void *m, u32 *key, u64 *value, struct sums *s)
{
    bpf_map_delete_elem(&hashed, key);
    return 0;
}

static long removeThroughTheMap(void *m, u32 *key, u64 *value, struct sums *s)
{
    bpf_map_delete_elem(m, key);
    return 0;
}

static long writesKey(void *m, u32 *key, u64 *value, struct sums *s)
{
    *key = 0;
    return 0;
}

static long writesValue(void *m, u32 *key, u64 *value, struct sums *s)
{
    *value = 0;
    return 0;
}

static long readsPastValue(void *m, u32 *key, u64 *value, struct sums *s)
{
    return ((volatile u64 *)value)[1] != 0;
}

static long readsPastKey(void *m, u32 *key, u64 *value, struct sums *s)
{
    return ((volatile u32 *)key)[1] != 0;
}

static long returnsValue(void *m, u32 *key, u64 *value, struct sums *s)
{
    return *value;
}

static long walksAgain(void *m, u32 *key, u64 *value, struct sums *s)
{
    bpf_for_each_map_elem(&counts, sumUp, s, 0);
    return 0;
}

static long loopsInside(void *m, u32 *key, u64 *value, struct sums *s)
{
    bpf_loop(5, add, s, 0);
    return 0;
}

#define each(name, map_name, callback)                                                             \
    SEC("tc") int name(struct __sk_buff *skb)                                                      \
    {                                                                                              \
        struct sums s = {};                                                                        \
        bpf_for_each_map_elem(&map_name, callback, &s, 0);                                         \
        return s.sum > 3;                                                                          \
    }

each(eachOfAnArray, counts, sumUp)
each(eachOfAHash, hashed, sumUp)
each(eachPerCpu, percpu, sumUp)
each(eachOfAQueue, waiting, sumUp)
each(eachStops, hashed, stopAtKey)
each(eachRemoves, hashed, removeEach)
each(eachRemovesThroughTheMap, hashed, removeThroughTheMap)
each(eachWritesKey, hashed, writesKey)
each(eachWritesValue, hashed, writesValue)
each(eachReadsPastValue, hashed, readsPastValue)
each(eachReadsPastKey, hashed, readsPastKey)
each(eachReturnsValue, hashed, returnsValue)
each(eachInEach, hashed, walksAgain)
each(loopInEach, hashed, loopsInside)

static int globalCounter;

static int countGlobally(u32 i, void *ctx)
{
    globalCounter++;
    return 0;
}

SEC("xdp")
int callbackCountsGlobally(struct xdp_md *ctx)
{
    bpf_loop(1000, countGlobally, 0, 0);
    return globalCounter > 5 ? XDP_PASS : XDP_DROP;
}

static int branches(u32 i, struct sums *s)
{
    u32 r = bpf_get_prandom_u32();
    if (r & 1)
        s->sum += 3;
    if (r & 2)
        s->sum ^= 5;
    if (r & 4)
        s->limit = r;
    if (r & 8)
        s->index = i;
    return s->sum == 77;
}

loops(branchesInACallback, 1000, branches)

static int tripleLoop(u32 i, struct sums *s)
{
    for (int a = 0; a < 5; a++) {
        s->sum += a;
        asm volatile("");
        for (int b = 0; b < 5; b++) {
            s->index ^= b;
            asm volatile("");
        }
    }
    return 0;
}

loops(loopsInACallback, 100, tripleLoop)

SEC("kprobe/x")
int tracingLoop(void *ctx)
{
    struct sums s = {};
    bpf_loop(100, add, &s, 0);
    bpf_loop(100, stopAtTen, &s, 0);
    return 0;
}

static int leaksLookup(u32 i, struct __sk_buff **skb)
{
    struct bpf_sock_tuple tuple = {};
    bpf_sk_lookup_tcp(*skb, &tuple, sizeof(tuple.ipv4), -1, 0);
    return 0;
}

static int releasesLookup(u32 i, struct __sk_buff **skb)
{
    struct bpf_sock_tuple tuple = {};
    struct bpf_sock *sk = bpf_sk_lookup_tcp(*skb, &tuple, sizeof(tuple.ipv4), -1, 0);
    if (sk)
        bpf_sk_release(sk);
    return 0;
}

SEC("tc")
int socketLeaksInACallback(struct __sk_buff *skb)
{
    struct __sk_buff *captured = skb;
    return bpf_loop(4, leaksLookup, &captured, 0) > 2;
}

SEC("tc")
int socketIsReleasedInACallback(struct __sk_buff *skb)
{
    struct __sk_buff *captured = skb;
    return bpf_loop(4, releasesLookup, &captured, 0) > 2;
}

struct held {
    struct bpf_sock *sk;
};

static int releaseCaptured(u32 i, struct held *h)
{
    if (h->sk)
        bpf_sk_release(h->sk);
    return 0;
}

SEC("tc")
int callbackReleasesItsCallersSocket(struct __sk_buff *skb)
{
    struct bpf_sock_tuple tuple = {};
    struct held h;
    h.sk = bpf_sk_lookup_tcp(skb, &tuple, sizeof(tuple.ipv4), -1, 0);
    bpf_loop(1, releaseCaptured, &h, 0);
    return 0;
}
