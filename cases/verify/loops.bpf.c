// Loops of every kind: bounded, by iterators, by may_goto, and without an end.
// clang: -mcpu=v4
#include "probe.h"

#define each_number(i, from, to)                                                                   \
    for (struct bpf_iter_num it##i __attribute__((cleanup(bpf_iter_num_destroy))),                 \
         *once##i = (bpf_iter_num_new(&it##i, from, to), &it##i);                                  \
         once##i; once##i = 0)                                                                     \
        for (int *i; (i = bpf_iter_num_next(&it##i));)

// Ends the loop around it after a while.
#define may_end asm goto("may_goto %l[enough]" ::: : enough)

map(counts, ARRAY, u32, u64, 64);

static u64 total;
static u32 numbers[1000];

SEC("tc")
int bounded(struct __sk_buff *skb)
{
    u64 sum = 0;
    for (int i = 0; i < 100; i++) {
        sum += i * skb->len;
        asm volatile("");
    }
    return sum > 7;
}

SEC("tc")
int boundedByAnUnknown(struct __sk_buff *skb)
{
    u64 sum = 0;
    u32 n = skb->len;
    if (n > 60)
        return 0;
    for (u32 i = 0; i < n; i++) {
        sum += i;
        asm volatile("");
    }
    return sum > 7;
}

SEC("tc")
int boundedByNothing(struct __sk_buff *skb)
{
    u32 n = skb->len;
    u64 sum = 0;
    for (u32 i = 0; i < n; i++) {
        sum += i;
        asm volatile("");
    }
    return sum > 7;
}

SEC("tc")
int endless(struct __sk_buff *skb)
{
    while (1)
        asm volatile("");
    return 0;
}

SEC("tc")
int endlessOnOnePath(struct __sk_buff *skb)
{
    u32 mark = skb->mark;
    do {
        asm volatile("");
    } while (mark == 7);
    return 0;
}

SEC("tc")
int nested(struct __sk_buff *skb)
{
    u64 sum = 0;
    for (int i = 0; i < 10; i++)
        for (int j = 0; j < 10; j++) {
            sum += i ^ j;
            asm volatile("");
        }
    return sum > 7;
}

SEC("tc")
int branchesInALoop(struct __sk_buff *skb)
{
    u32 a = 0, b = 0, bits = skb->mark;
    for (int i = 0; i < 32; i++) {
        if (bits & 1)
            a++;
        else
            b++;
        bits >>= 1;
        asm volatile("");
    }
    return a > b;
}

SEC("tc")
int indexedByTheRound(struct __sk_buff *skb)
{
    u8 bytes[32] = {};
    u32 sum = 0;
    for (int i = 0; i < 32; i++) {
        sum += ((volatile u8 *)bytes)[i];
        asm volatile("");
    }
    return sum;
}

SEC("tc")
int indexedPastTheEnd(struct __sk_buff *skb)
{
    u8 bytes[32] = {};
    u32 sum = 0;
    for (int i = 0; i <= 32; i++) {
        int k = i;
        hide(k);
        sum += ((volatile u8 *)bytes)[k];
    }
    return sum;
}

SEC("tc")
int iteratorSums(struct __sk_buff *skb)
{
    u64 sum = 0;
    each_number(i, 0, 1000)
    {
        sum += *i;
    }
    return sum > 3;
}

SEC("tc")
int iteratorBreaks(struct __sk_buff *skb)
{
    each_number(i, 0, 1000)
    {
        if (*i == skb->mark)
            break;
        total += *i;
    }
    return 0;
}

SEC("tc")
int iteratorReturnsEarly(struct __sk_buff *skb)
{
    each_number(i, 0, 1000)
    {
        if (*i == skb->mark)
            return 1;
    }
    return 0;
}

SEC("tc")
int iteratorIndexIsUnknown(struct __sk_buff *skb)
{
    each_number(i, 0, 10)
    {
        total += numbers[*i];
    }
    return 0;
}

SEC("tc")
int iteratorIndexIsChecked(struct __sk_buff *skb)
{
    each_number(i, 0, 1000)
    {
        u32 n = *i;
        if (n < 1000)
            total += numbers[n];
    }
    return 0;
}

SEC("tc")
int iteratorInIterator(struct __sk_buff *skb)
{
    each_number(i, 0, 100)
    {
        each_number(j, 0, 100)
        {
            if (*i < *j)
                total++;
        }
    }
    return 0;
}

SEC("tc")
int threeIterators(struct __sk_buff *skb)
{
    u64 n = 0;
    each_number(i, 0, 10)
    {
        each_number(j, 5, 10)
        {
            each_number(k, 10, 20)
            {
                n += *i + *j + *k;
            }
        }
    }
    return n > 5;
}

SEC("tc")
int iteratorAfterIterator(struct __sk_buff *skb)
{
    u64 n = 0;
    each_number(i, 0, 10) n++;
    each_number(j, 0, 10) n += 2;
    return n > 5;
}

SEC("tc")
int iteratorWithLookups(struct __sk_buff *skb)
{
    each_number(i, 0, 64)
    {
        u32 key = *i;
        u64 *v = bpf_map_lookup_elem(&counts, &key);
        if (!v)
            continue;
        *v += 1;
    }
    return 0;
}

SEC("tc")
int iteratorIsNotDestroyed(struct __sk_buff *skb)
{
    struct bpf_iter_num it;
    bpf_iter_num_new(&it, 0, 3);
    while (bpf_iter_num_next(&it))
        total++;
    return 0;
}

SEC("tc")
int iteratorIsDestroyedTwice(struct __sk_buff *skb)
{
    struct bpf_iter_num it;
    bpf_iter_num_new(&it, 0, 3);
    bpf_iter_num_destroy(&it);
    bpf_iter_num_destroy(&it);
    return 0;
}

SEC("tc")
int iteratorIsCreatedTwice(struct __sk_buff *skb)
{
    struct bpf_iter_num it;
    bpf_iter_num_new(&it, 0, 3);
    bpf_iter_num_new(&it, 0, 3);
    bpf_iter_num_destroy(&it);
    return 0;
}

SEC("tc")
int iteratorIsNeverCreated(struct __sk_buff *skb)
{
    struct bpf_iter_num it = {};
    bpf_iter_num_next(&it);
    return 0;
}

SEC("tc")
int iteratorIsOverwritten(struct __sk_buff *skb)
{
    struct bpf_iter_num it;
    bpf_iter_num_new(&it, 0, 3);
    *(volatile u64 *)&it = 0;
    bpf_iter_num_destroy(&it);
    return 0;
}

SEC("tc")
int iteratorIsRead(struct __sk_buff *skb)
{
    struct bpf_iter_num it;
    u64 n;
    bpf_iter_num_new(&it, 0, 3);
    n = *(volatile u64 *)&it;
    bpf_iter_num_destroy(&it);
    return n > 3;
}

SEC("tc")
int iteratorNumberWithoutCheck(struct __sk_buff *skb)
{
    struct bpf_iter_num it;
    int n;
    bpf_iter_num_new(&it, 0, 3);
    n = *bpf_iter_num_next(&it);
    bpf_iter_num_destroy(&it);
    return n;
}

SEC("tc")
int iteratorNumberIsWritten(struct __sk_buff *skb)
{
    each_number(i, 0, 3) *i = 5;
    return 0;
}

SEC("tc")
int iteratorNumberAfterDestroy(struct __sk_buff *skb)
{
    struct bpf_iter_num it;
    int *n;
    bpf_iter_num_new(&it, 0, 3);
    n = bpf_iter_num_next(&it);
    bpf_iter_num_destroy(&it);
    return n ? *n : 0;
}

SEC("tc")
int iteratorOverAnUnknownRange(struct __sk_buff *skb)
{
    each_number(i, skb->mark, skb->len) total += *i;
    return 0;
}

SEC("tc")
int iteratorWhereAValueGrows(struct __sk_buff *skb)
{
    u64 n = 0;
    u8 bytes[16] = {};
    each_number(i, 0, 3) n++;
    hide(n);
    return ((volatile u8 *)bytes)[n];
}

SEC("tc")
int iteratorWhereAValueStays(struct __sk_buff *skb)
{
    u64 n = 1;
    u8 bytes[16] = {};
    each_number(i, 0, 3)
    {
        if (n < 8)
            n++;
    }
    hide(n);
    return ((volatile u8 *)bytes)[n];
}

static noinline u64 sumTo(struct bpf_iter_num *it)
{
    u64 sum = 0;
    int *n;
    while ((n = bpf_iter_num_next(it)))
        sum += *n;
    return sum;
}

SEC("tc")
int iteratorGoesToAFunction(struct __sk_buff *skb)
{
    struct bpf_iter_num it;
    u64 sum;
    bpf_iter_num_new(&it, 0, 3);
    sum = sumTo(&it);
    bpf_iter_num_destroy(&it);
    return sum > 3;
}

SEC("kprobe/x")
int iteratorInAKprobe(void *ctx)
{
    each_number(i, 0, 30) total ^= *i;
    return 0;
}

SEC("tc")
int mayGoto(struct __sk_buff *skb)
{
    u64 n = 0;
    while (1) {
        may_end;
        n++;
        asm volatile("" ::"r"(n));
    }
enough:
    return n > 4;
}

SEC("tc")
int mayGotoWithACondition(struct __sk_buff *skb)
{
    u64 n = 0;
    for (u32 i = 0; i < skb->len; i++) {
        may_end;
        n += i;
        asm volatile("" ::"r"(n));
    }
enough:
    return n > 4;
}

SEC("tc")
int mayGotoWithAnIndex(struct __sk_buff *skb)
{
    for (u32 i = 0; i < 1000; i++) {
        may_end;
        total += numbers[i];
        asm volatile("" ::: "memory");
    }
enough:
    return 0;
}

SEC("tc")
int mayGotoWithoutABound(struct __sk_buff *skb)
{
    for (u32 i = 0;; i++) {
        may_end;
        total += ((volatile u32 *)numbers)[i];
    }
enough:
    return 0;
}

SEC("tc")
int mayGotoInMayGoto(struct __sk_buff *skb)
{
    u32 i, j;
    for (i = 0; i < 1000; i++) {
        may_end;
        for (j = 0; j < 1000; j++) {
            asm goto("may_goto %l[next]" ::: : next);
            if (numbers[j] > i)
                total++;
        }
    next:
        asm volatile("");
    }
enough:
    return 0;
}
