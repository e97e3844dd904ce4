// Spin locks in map values: one at a time, the same given back, nothing called in between.
#include "probe.h"

struct guarded {
    struct bpf_spin_lock lock;
    u32 count;
    u64 sum;
};

struct plain {
    u32 no_lock;
    u32 count;
};

struct late {
    u64 before;
    struct bpf_spin_lock lock;
    u32 after;
};

map(hashed, HASH, u32, struct guarded, 8);
map(slots, ARRAY, u32, struct guarded, 8);
map(bare, ARRAY, u32, struct plain, 1);
map(behind, ARRAY, u32, struct late, 1);

static struct guarded *find(u32 key)
{
    return bpf_map_lookup_elem(&hashed, &key);
}

SEC("tc")
int countUnderLock(struct __sk_buff *skb)
{
    struct guarded *g = find(skb->mark);
    if (!g)
        return 0;
    bpf_spin_lock(&g->lock);
    g->count++;
    g->sum += skb->len;
    bpf_spin_unlock(&g->lock);
    return 0;
}

SEC("tc")
int lockIsNeverGivenBack(struct __sk_buff *skb)
{
    struct guarded *g = find(1);
    if (!g)
        return 0;
    bpf_spin_lock(&g->lock);
    g->count++;
    return 0;
}

SEC("tc")
int lockIsGivenBackOnOnePathOnly(struct __sk_buff *skb)
{
    struct guarded *g = find(1);
    if (!g)
        return 0;
    bpf_spin_lock(&g->lock);
    if (g->count > 10)
        return 1;
    bpf_spin_unlock(&g->lock);
    return 0;
}

SEC("tc")
int unlockWithoutLock(struct __sk_buff *skb)
{
    struct guarded *g = find(1);
    if (g)
        bpf_spin_unlock(&g->lock);
    return 0;
}

SEC("tc")
int lockTwice(struct __sk_buff *skb)
{
    struct guarded *g = find(1);
    if (!g)
        return 0;
    bpf_spin_lock(&g->lock);
    bpf_spin_lock(&g->lock);
    bpf_spin_unlock(&g->lock);
    return 0;
}

SEC("tc")
int lockOfAnotherElementIsHeld(struct __sk_buff *skb)
{
    struct guarded *g = find(1);
    struct guarded *h = find(2);
    if (!g || !h)
        return 0;
    bpf_spin_lock(&g->lock);
    bpf_spin_lock(&h->lock);
    bpf_spin_unlock(&h->lock);
    bpf_spin_unlock(&g->lock);
    return 0;
}

SEC("tc")
int unlockOfAnotherElement(struct __sk_buff *skb)
{
    struct guarded *g = find(1);
    struct guarded *h = find(2);
    if (!g || !h)
        return 0;
    bpf_spin_lock(&g->lock);
    bpf_spin_unlock(&h->lock);
    return 0;
}

SEC("tc")
int unlockThroughASecondLookup(struct __sk_buff *skb)
{
    u32 key = 1;
    struct guarded *g = bpf_map_lookup_elem(&slots, &key);
    struct guarded *h = bpf_map_lookup_elem(&slots, &key);
    if (!g || !h)
        return 0;
    bpf_spin_lock(&g->lock);
    bpf_spin_unlock(&h->lock);
    return 0;
}

SEC("tc")
int helperUnderLock(struct __sk_buff *skb)
{
    struct guarded *g = find(1);
    if (!g)
        return 0;
    bpf_spin_lock(&g->lock);
    g->sum = bpf_ktime_get_ns();
    bpf_spin_unlock(&g->lock);
    return 0;
}

static noinline int add(struct guarded *g, u64 n)
{
    g->sum += n;
    return g->count;
}

SEC("tc")
int staticFunctionUnderLock(struct __sk_buff *skb)
{
    struct guarded *g = find(1);
    int n;
    if (!g)
        return 0;
    bpf_spin_lock(&g->lock);
    n = add(g, skb->len);
    bpf_spin_unlock(&g->lock);
    return n > 3;
}

noinline int twice(int n)
{
    return n * 2;
}

SEC("tc")
int globalFunctionUnderLock(struct __sk_buff *skb)
{
    struct guarded *g = find(1);
    if (!g)
        return 0;
    bpf_spin_lock(&g->lock);
    g->sum = twice(skb->len);
    bpf_spin_unlock(&g->lock);
    return 0;
}

static noinline void take(struct guarded *g)
{
    bpf_spin_lock(&g->lock);
}

static noinline void give(struct guarded *g)
{
    bpf_spin_unlock(&g->lock);
}

SEC("tc")
int lockInsideFunctions(struct __sk_buff *skb)
{
    struct guarded *g = find(1);
    if (!g)
        return 0;
    take(g);
    g->count++;
    give(g);
    return 0;
}

SEC("tc")
int lockTakenInAFunctionIsKept(struct __sk_buff *skb)
{
    struct guarded *g = find(1);
    if (!g)
        return 0;
    take(g);
    g->count++;
    return 0;
}

SEC("tc")
int lockFieldIsRead(struct __sk_buff *skb)
{
    struct guarded *g = find(1);
    return g ? *(volatile u32 *)&g->lock : 0;
}

SEC("tc")
int lockFieldIsWritten(struct __sk_buff *skb)
{
    struct guarded *g = find(1);
    if (g)
        *(volatile u32 *)&g->lock = 0;
    return 0;
}

SEC("tc")
int halfOfTheLockIsRead(struct __sk_buff *skb)
{
    struct guarded *g = find(1);
    return g ? *(volatile u16 *)((char *)&g->lock + 2) : 0;
}

SEC("tc")
int wideReadOverlapsTheLock(struct __sk_buff *skb)
{
    struct guarded *g = find(1);
    return g ? *(volatile u64 *)g != 0 : 0;
}

SEC("tc")
int mapWithoutLock(struct __sk_buff *skb)
{
    u32 key = 0;
    struct plain *p = bpf_map_lookup_elem(&bare, &key);
    if (!p)
        return 0;
    bpf_spin_lock((struct bpf_spin_lock *)p);
    bpf_spin_unlock((struct bpf_spin_lock *)p);
    return 0;
}

SEC("tc")
int lockBehindOtherFields(struct __sk_buff *skb)
{
    u32 key = 0;
    struct late *l = bpf_map_lookup_elem(&behind, &key);
    if (!l)
        return 0;
    bpf_spin_lock(&l->lock);
    l->after++;
    bpf_spin_unlock(&l->lock);
    return 0;
}

SEC("tc")
int pointerBesideTheLock(struct __sk_buff *skb)
{
    u32 key = 0;
    struct late *l = bpf_map_lookup_elem(&behind, &key);
    if (!l)
        return 0;
    bpf_spin_lock((struct bpf_spin_lock *)&l->after);
    bpf_spin_unlock((struct bpf_spin_lock *)&l->after);
    return 0;
}

SEC("tc")
int variableOffsetOfTheLock(struct __sk_buff *skb)
{
    u32 key = 0;
    char *l = bpf_map_lookup_elem(&behind, &key);
    u64 n = skb->mark;
    if (!l || n > 8)
        return 0;
    hide(n);
    bpf_spin_lock((struct bpf_spin_lock *)(l + n));
    bpf_spin_unlock((struct bpf_spin_lock *)(l + n));
    return 0;
}

SEC("tc")
int lockOfAMaybeMissingElement(struct __sk_buff *skb)
{
    struct guarded *g = find(1);
    bpf_spin_lock(&g->lock);
    bpf_spin_unlock(&g->lock);
    return 0;
}

SEC("tc")
int lockOnTheStack(struct __sk_buff *skb)
{
    struct bpf_spin_lock lock = {};
    bpf_spin_lock(&lock);
    bpf_spin_unlock(&lock);
    return 0;
}

SEC("kprobe/x")
int lockInAKprobe(void *ctx)
{
    struct guarded *g = find(1);
    if (!g)
        return 0;
    bpf_spin_lock(&g->lock);
    g->count++;
    bpf_spin_unlock(&g->lock);
    return 0;
}

SEC("xdp")
int loopUnderLock(struct xdp_md *ctx)
{
    struct guarded *g = find(1);
    if (!g)
        return XDP_PASS;
    bpf_spin_lock(&g->lock);
    for (int i = 0; i < 20; i++) {
        g->sum += i;
        asm volatile("");
    }
    bpf_spin_unlock(&g->lock);
    return XDP_PASS;
}

SEC("xdp")
int lockInEveryRound(struct xdp_md *ctx)
{
    for (u32 i = 0; i < 8; i++) {
        struct guarded *g = bpf_map_lookup_elem(&slots, &i);
        if (!g)
            break;
        bpf_spin_lock(&g->lock);
        g->count++;
        bpf_spin_unlock(&g->lock);
    }
    return XDP_PASS;
}

SEC("xdp")
int lockKeptIntoTheNextRound(struct xdp_md *ctx)
{
    for (u32 i = 0; i < 8; i++) {
        struct guarded *g = bpf_map_lookup_elem(&slots, &i);
        if (!g)
            break;
        bpf_spin_lock(&g->lock);
        g->count++;
    }
    return XDP_PASS;
}

struct guarded single SEC(".data.single");

SEC("tc")
int lockInAGlobalVariable(struct __sk_buff *skb)
{
    bpf_spin_lock(&single.lock);
    single.count++;
    bpf_spin_unlock(&single.lock);
    return 0;
}

SEC("tc")
int lockFlagOfLookups(struct __sk_buff *skb)
{
    struct guarded g = {};
    u32 key = 1;
    return bpf_map_update_elem(&hashed, &key, &g, BPF_F_LOCK) != 0;
}
