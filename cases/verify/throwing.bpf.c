// bpf_throw ends the whole program, from any depth of calls, if nothing is held.
#include "probe.h"

kfunc void bpf_throw(u64 cookie);
kfunc void bpf_rcu_read_lock(void);
kfunc void bpf_rcu_read_unlock(void);
kfunc void bpf_preempt_disable(void);

#define handled_by(name) __attribute__((btf_decl_tag("exception_callback:" #name)))

struct guarded {
    struct bpf_spin_lock lock;
    u32 count;
};

map(slots, ARRAY, u32, struct guarded, 1);

struct {
    __uint(type, BPF_MAP_TYPE_RINGBUF);
    __uint(max_entries, 4096);
} records SEC(".maps");

noinline int returnsCookie(u64 cookie)
{
    return cookie;
}

noinline int returnsZero(u64 cookie)
{
    hide(cookie);
    return 0;
}

noinline int handlesTwo(u64 cookie, u64 more)
{
    return cookie + more;
}

noinline int throwsAgain(u64 cookie)
{
    bpf_throw(cookie);
    return 0;
}

noinline int handlesPointer(int *p)
{
    return p ? *p : 0;
}

SEC("tc")
int throwAlways(struct __sk_buff *skb)
{
    bpf_throw(0);
    return 0;
}

SEC("tc")
int throwSometimes(struct __sk_buff *skb)
{
    if (skb->len > 100)
        bpf_throw(17);
    return 1;
}

SEC("tc")
int throwUnknown(struct __sk_buff *skb)
{
    bpf_throw(skb->mark);
    return 1;
}

SEC("tc")
int throwPointer(struct __sk_buff *skb)
{
    bpf_throw((u64)skb);
    return 1;
}

SEC("xdp")
int cookieOutOfTheHooksRangeOfXdp(struct xdp_md *ctx)
{
    bpf_throw(64);
    return 1;
}

SEC("cgroup_skb/egress")
int cookieInRange(struct __sk_buff *skb)
{
    bpf_throw(3);
    return 1;
}

SEC("cgroup_skb/egress")
int cookieOutOfRange(struct __sk_buff *skb)
{
    bpf_throw(64);
    return 1;
}

SEC("cgroup/dev")
int cookieUnknownForARange(struct bpf_cgroup_dev_ctx *ctx)
{
    bpf_throw(ctx->major);
    return 1;
}

SEC("tc") handled_by(returnsCookie)
int handled(struct __sk_buff *skb)
{
    bpf_throw(32);
    return 0;
}

SEC("cgroup/dev") handled_by(returnsZero)
int handledForARange(struct bpf_cgroup_dev_ctx *ctx)
{
    bpf_throw(32);
    return 0;
}

SEC("cgroup/dev") handled_by(returnsCookie)
int handlerOutOfRange(struct bpf_cgroup_dev_ctx *ctx)
{
    bpf_throw(1);
    return 0;
}

SEC("tc") handled_by(handlesTwo)
int handlerOfTwoArguments(struct __sk_buff *skb)
{
    bpf_throw(32);
    return 0;
}

SEC("tc") handled_by(handlesPointer)
int handlerOfAPointer(struct __sk_buff *skb)
{
    bpf_throw(32);
    return 0;
}

SEC("tc") handled_by(throwsAgain)
int handlerThrows(struct __sk_buff *skb)
{
    bpf_throw(32);
    return 0;
}

SEC("tc") handled_by(returnsCookie)
int handlerIsCalled(struct __sk_buff *skb)
{
    if (skb->len)
        return returnsCookie(3);
    bpf_throw(32);
    return 0;
}

SEC("tc") handled_by(returnsCookie)
int handlerWithoutThrow(struct __sk_buff *skb)
{
    return 0;
}

static noinline int staticThrows(u32 x)
{
    if (x > 7)
        bpf_throw(x);
    return x;
}

noinline int globalThrows(u32 x)
{
    if (x > 7)
        bpf_throw(x);
    return x;
}

SEC("tc")
int boundByAThrow(struct __sk_buff *skb)
{
    u8 bytes[8] = {};
    u32 n = skb->mark;
    if (n > 7)
        bpf_throw(1);
    return ((volatile u8 *)bytes)[n];
}

SEC("tc")
int boundByAThrowInAFunction(struct __sk_buff *skb)
{
    u8 bytes[8] = {};
    u32 n = staticThrows(skb->mark);
    return ((volatile u8 *)bytes)[n];
}

SEC("tc")
int notBoundByAThrowInAGlobalFunction(struct __sk_buff *skb)
{
    u8 bytes[8] = {};
    u32 n = globalThrows(skb->mark);
    return ((volatile u8 *)bytes)[n];
}

SEC("tc")
int throwInAGlobalFunction(struct __sk_buff *skb)
{
    return globalThrows(skb->mark) & 1;
}

SEC("tc")
int throwWithASocket(struct __sk_buff *skb)
{
    struct bpf_sock_tuple tuple = {};
    struct bpf_sock *sk = bpf_sk_lookup_tcp(skb, &tuple, sizeof(tuple.ipv4), -1, 0);
    if (!sk)
        return 0;
    if (sk->family == 5)
        bpf_throw(0);
    bpf_sk_release(sk);
    return 0;
}

SEC("tc")
int functionThrowsWithASocket(struct __sk_buff *skb)
{
    struct bpf_sock_tuple tuple = {};
    struct bpf_sock *sk = bpf_sk_lookup_tcp(skb, &tuple, sizeof(tuple.ipv4), -1, 0);
    if (!sk)
        return 0;
    staticThrows(skb->len);
    bpf_sk_release(sk);
    return 0;
}

SEC("tc")
int globalFunctionThrowsWithASocket(struct __sk_buff *skb)
{
    struct bpf_sock_tuple tuple = {};
    struct bpf_sock *sk = bpf_sk_lookup_tcp(skb, &tuple, sizeof(tuple.ipv4), -1, 0);
    if (!sk)
        return 0;
    globalThrows(skb->len);
    bpf_sk_release(sk);
    return 0;
}

SEC("tc")
int throwWithARecord(struct __sk_buff *skb)
{
    u32 *r = bpf_ringbuf_reserve(&records, 4, 0);
    if (!r)
        return 0;
    if (skb->len > 3)
        bpf_throw(0);
    bpf_ringbuf_discard(r, 0);
    return 0;
}

SEC("tc")
int throwUnderLock(struct __sk_buff *skb)
{
    u32 key = 0;
    struct guarded *g = bpf_map_lookup_elem(&slots, &key);
    if (!g)
        return 0;
    bpf_spin_lock(&g->lock);
    if (g->count > 3)
        bpf_throw(0);
    bpf_spin_unlock(&g->lock);
    return 0;
}

SEC("tc")
int functionThrowsUnderLock(struct __sk_buff *skb)
{
    u32 key = 0;
    struct guarded *g = bpf_map_lookup_elem(&slots, &key);
    if (!g)
        return 0;
    bpf_spin_lock(&g->lock);
    staticThrows(g->count);
    bpf_spin_unlock(&g->lock);
    return 0;
}

SEC("tc")
int throwInAnRcuSection(struct __sk_buff *skb)
{
    bpf_rcu_read_lock();
    if (skb->len > 3)
        bpf_throw(0);
    bpf_rcu_read_unlock();
    return 0;
}

SEC("tc")
int globalFunctionThrowsInAnRcuSection(struct __sk_buff *skb)
{
    bpf_rcu_read_lock();
    globalThrows(skb->len);
    bpf_rcu_read_unlock();
    return 0;
}

SEC("tc")
int throwWithoutPreemption(struct __sk_buff *skb)
{
    bpf_preempt_disable();
    bpf_throw(0);
    return 0;
}

SEC("tc")
int throwInAnIterator(struct __sk_buff *skb)
{
    struct bpf_iter_num it;
    bpf_iter_num_new(&it, 0, 10);
    while (bpf_iter_num_next(&it))
        if (skb->len > 3)
            bpf_throw(0);
    bpf_iter_num_destroy(&it);
    return 0;
}

static int throwInLoop(u32 i, void *ctx)
{
    if (i > 5)
        bpf_throw(0);
    return 0;
}

SEC("tc")
int throwInACallback(struct __sk_buff *skb)
{
    bpf_loop(5, throwInLoop, 0, 0);
    return 0;
}

static noinline int deepest(int n)
{
    if (n == 3)
        bpf_throw(n);
    return n;
}

static noinline int middle(int n)
{
    hide(n);
    return deepest(n) + 1;
}

SEC("tc")
int throwTwoCallsDeep(struct __sk_buff *skb)
{
    return middle(skb->len) > 4;
}

SEC("kprobe/x")
int throwInAKprobe(void *ctx)
{
    bpf_throw(0);
    return 0;
}

SEC("tc")
int handlerAsCallback(struct __sk_buff *skb)
{
    bpf_loop(5, returnsCookie, 0, 0);
    bpf_throw(0);
    return 0;
}
