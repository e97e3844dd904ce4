// Timers in map values, and the callbacks that the kernel calls later.
#include "probe.h"

struct entry {
    u64 hits;
    struct bpf_timer timer;
};

struct other {
    u64 hits;
};

map(timed, HASH, int, struct entry, 8);
map(timed_array, ARRAY, int, struct entry, 1);
map(untimed, ARRAY, int, struct other, 1);

static int expire(void *m, int *key, struct entry *e)
{
    e->hits++;
    return 0;
}

static int expireWithOne(void *m, int *key, struct entry *e)
{
    return 1;
}

static int rearm(void *m, int *key, struct entry *e)
{
    if (e->hits++ < 10)
        bpf_timer_start(&e->timer, 1000, 0);
    return 0;
}

static int deleteSelf(void *m, int *key, struct entry *e)
{
    bpf_map_delete_elem(&timed, key);
    return 0;
}

static int writeKey(void *m, int *key, struct entry *e)
{
    *key = 1;
    return 0;
}

static int readBehindValue(void *m, int *key, struct entry *e)
{
    return ((volatile char *)e)[sizeof(*e)];
}

static int setSelf(void *m, int *key, struct entry *e)
{
    bpf_timer_set_callback(&e->timer, setSelf);
    return 0;
}

static int setOther(void *m, int *key, struct entry *e)
{
    bpf_timer_set_callback(&e->timer, expire);
    return 0;
}

static int useContext(struct __sk_buff *skb, int *key, struct entry *e)
{
    return skb->len;
}

static struct entry *find(int key)
{
    return bpf_map_lookup_elem(&timed, &key);
}

SEC("tc")
int armed(struct __sk_buff *skb)
{
    struct entry *e = find(1);
    if (!e)
        return 0;
    bpf_timer_init(&e->timer, &timed, 1);
    bpf_timer_set_callback(&e->timer, expire);
    bpf_timer_start(&e->timer, 1000000, 0);
    return 0;
}

SEC("tc")
int timerOfAnotherMap(struct __sk_buff *skb)
{
    struct entry *e = find(1);
    if (e)
        bpf_timer_init(&e->timer, &timed_array, 1);
    return 0;
}

SEC("tc")
int timerThroughANullableValue(struct __sk_buff *skb)
{
    struct entry *e = find(1);
    bpf_timer_init(&e->timer, &timed, 1);
    return 0;
}

#define with(name)                                                                                 \
    SEC("tc") int callback_##name(struct __sk_buff *skb)                                           \
    {                                                                                              \
        struct entry *e = find(1);                                                                 \
        if (e)                                                                                     \
            bpf_timer_set_callback(&e->timer, (void *)name);                                       \
        return 0;                                                                                  \
    }
with(expireWithOne) with(rearm) with(deleteSelf) with(writeKey) with(readBehindValue)
with(setSelf) with(setOther) with(useContext)

SEC("tc")
int timerIsRead(struct __sk_buff *skb)
{
    struct entry *e = find(1);
    return e ? *(volatile u64 *)&e->timer != 0 : 0;
}

SEC("tc")
int timerIsWritten(struct __sk_buff *skb)
{
    struct entry *e = find(1);
    if (e)
        *((volatile u64 *)&e->timer + 1) = 0;
    return 0;
}

SEC("tc")
int valueWithATimerAsHelperMemory(struct __sk_buff *skb)
{
    struct entry *e = find(1);
    return e ? bpf_skb_load_bytes(skb, 0, e, sizeof(*e)) != 0 : 0;
}

SEC("tc")
int onlyTheHitsAsHelperMemory(struct __sk_buff *skb)
{
    struct entry *e = find(1);
    return e ? bpf_skb_load_bytes(skb, 0, &e->hits, 8) != 0 : 0;
}

SEC("tc")
int besideTheTimer(struct __sk_buff *skb)
{
    struct entry *e = find(1);
    if (e)
        bpf_timer_start((struct bpf_timer *)&e->hits, 0, 0);
    return 0;
}

SEC("tc")
int valueWithoutTimer(struct __sk_buff *skb)
{
    int key = 0;
    struct other *o = bpf_map_lookup_elem(&untimed, &key);
    if (o)
        bpf_timer_start((struct bpf_timer *)o, 0, 0);
    return 0;
}

SEC("tc")
int timerOnTheStack(struct __sk_buff *skb)
{
    struct bpf_timer t = {};
    bpf_timer_start(&t, 0, 0);
    return 0;
}

SEC("tc")
int variableOffsetOfTheTimer(struct __sk_buff *skb)
{
    char *e = (char *)find(1);
    u64 n = skb->mark & 8;
    hide(n);
    if (e)
        bpf_timer_start((struct bpf_timer *)(e + n), 0, 0);
    return 0;
}

SEC("tc")
int cancelled(struct __sk_buff *skb)
{
    struct entry *e = find(1);
    return e ? bpf_timer_cancel(&e->timer) : 0;
}

SEC("kprobe/x")
int timerInAKprobe(void *ctx)
{
    struct entry *e = find(1);
    return e ? bpf_timer_cancel(&e->timer) : 0;
}

SEC("tc")
int timerInATracedLoop(struct __sk_buff *skb)
{
    for (int i = 0; i < 4; i++) {
        struct entry *e = find(i);
        if (!e)
            continue;
        bpf_timer_init(&e->timer, &timed, 1);
        bpf_timer_set_callback(&e->timer, rearm);
        bpf_timer_start(&e->timer, 1, 0);
    }
    return 0;
}

SEC("syscall")
int sleepableProgramArms(void *ctx)
{
    struct entry *e = find(1);
    if (!e)
        return 0;
    bpf_timer_init(&e->timer, &timed, 1);
    bpf_timer_set_callback(&e->timer, expire);
    return 0;
}
