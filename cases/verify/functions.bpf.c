// Global functions are verified on their own by their signatures, static ones where they are called.
#include "probe.h"

#define nonnull __attribute__((btf_decl_tag("arg:nonnull")))
#define context __attribute__((btf_decl_tag("arg:ctx")))

struct pair {
    u32 first;
    u32 second;
};

struct wide {
    u64 words[6];
};

enum color { RED, BLUE = 7 };

map(pairs, ARRAY, u32, struct pair, 4);

static struct pair *find(u32 key)
{
    return bpf_map_lookup_elem(&pairs, &key);
}

noinline int ofNumbers(int a, u64 b, short c, char d, enum color e)
{
    hide(a);
    return a + b + c + d + e;
}

noinline int ofPair(struct pair *p)
{
    return p ? p->first : 0;
}

noinline int ofUncheckedPair(struct pair *p)
{
    return p->first;
}

noinline int ofNonnullPair(struct pair *p nonnull)
{
    return p->first + p->second;
}

noinline int writesPair(struct pair *p nonnull)
{
    p->second = 1;
    return p->first;
}

noinline int readsPastPair(struct pair *p nonnull)
{
    return ((volatile u32 *)p)[2];
}

noinline int ofContext(struct __sk_buff *skb)
{
    return skb->len;
}

noinline int ofTaggedContext(void *ctx context)
{
    return ((struct __sk_buff *)ctx)->len;
}

noinline int ofVoidPointer(void *p)
{
    return p != 0;
}

noinline int ofPointerToPointer(int **p)
{
    return p != 0;
}

noinline int ofSixWords(struct wide *w)
{
    return w ? w->words[5] : 0;
}

noinline int ofInt(int *p)
{
    return p ? *p : -1;
}

noinline int ofConstInt(const int *p)
{
    return p ? *p : -1;
}

noinline int ofArray(int (*p)[4])
{
    return p ? (*p)[3] : -1;
}

noinline void returnsNothing(struct __sk_buff *skb)
{
    skb->mark = 1;
}

noinline u64 returnsWide(u64 x)
{
    hide(x);
    return x;
}

noinline bool returnsTruth(u64 x)
{
    hide(x);
    return x > 3;
}

noinline int *returnsPointer(int *p)
{
    hide(p);
    return p;
}

noinline int pullsPacket(struct __sk_buff *skb)
{
    return bpf_skb_pull_data(skb, 0);
}

noinline int looksOnly(struct __sk_buff *skb)
{
    return bpf_get_hash_recalc(skb);
}

noinline int deeper(struct __sk_buff *skb)
{
    return pullsPacket(skb) + 1;
}

noinline int isNeverCalled(struct pair *p)
{
    return p->first;
}

noinline int recurses(int n)
{
    hide(n);
    return n > 0 ? recurses(n - 1) + n : 0;
}

noinline int loopsForever(int n)
{
    while (1) {
        hide(n);
        n++;
    }
    return n;
}

noinline int byValue(struct pair p)
{
    hide(p.first);
    return p.first;
}

#define call(name, expression)                                                                     \
    SEC("tc") int name(struct __sk_buff *skb)                                                      \
    {                                                                                              \
        return (expression) ? 1 : 0;                                                               \
    }

call(numbers, ofNumbers(1, 2, 3, 4, RED))
call(pointerAsNumber, ofNumbers((int)0, (u64)skb, 3, 4, BLUE))
call(nullPair, ofPair(0))
call(foundPair, ofPair(find(1)))
call(uncheckedPair, ofUncheckedPair(find(1)))
call(nonnullPairOfNull, ofNonnullPair(0))
call(nonnullPairMaybeMissing, ofNonnullPair(find(1)))
call(numberAsPair, ofPair((void *)5))
call(contextAsPair, ofPair((void *)skb))
call(pastThePair, ({ struct pair p = {}; readsPastPair(&p); }))
call(contextArgument, ofContext(skb))
call(contextArgumentOfNull, ofContext(0))
call(contextMoved, ofContext((void *)skb + 8))
call(taggedContext, ofTaggedContext(skb))
call(taggedContextOfStack, ({ u64 x[30] = {}; ofTaggedContext(x); }))
call(voidPointer, ofVoidPointer(skb))
call(pointerToPointer, ofPointerToPointer(0))
call(truth, returnsTruth(skb->len))
call(wideResult, returnsWide(skb->len))
call(pointerResult, returnsPointer(0))
call(recursion, recurses(3))
call(endless, loopsForever(3))
call(structByValue, ({ struct pair p = {skb->len, 2}; byValue(p); }))

SEC("tc")
int nonnullPairChecked(struct __sk_buff *skb)
{
    struct pair *p = find(1);
    return p ? ofNonnullPair(p) : 0;
}

SEC("tc")
int pairOnTheStack(struct __sk_buff *skb)
{
    struct pair p = {1, 2};
    return ofNonnullPair(&p);
}

SEC("tc")
int pairIsWrittenOnTheStack(struct __sk_buff *skb)
{
    struct pair p = {1, 2};
    writesPair(&p);
    return p.second == 1;
}

SEC("tc")
int stackIsForgottenAfterACall(struct __sk_buff *skb)
{
    struct pair p = {1, 2};
    u8 bytes[8] = {};
    writesPair(&p);
    return ((volatile u8 *)bytes)[p.second];
}

SEC("tc")
int halfAPairOnTheStack(struct __sk_buff *skb)
{
    u32 half = 4;
    return ofNonnullPair((struct pair *)&half);
}

SEC("tc")
int unwrittenPairOnTheStack(struct __sk_buff *skb)
{
    struct pair p;
    int r;
    hide(r);
    r = ofNonnullPair(&p);
    return r;
}

SEC("tc")
int packetAsPair(struct __sk_buff *skb)
{
    void *data = (void *)(long)skb->data;
    void *end = (void *)(long)skb->data_end;
    if (data + 8 > end)
        return 0;
    return ofPair(data);
}

SEC("tc")
int shortPacketAsPair(struct __sk_buff *skb)
{
    void *data = (void *)(long)skb->data;
    void *end = (void *)(long)skb->data_end;
    if (data + 7 > end)
        return 0;
    return ofPair(data);
}

SEC("tc")
int valueTooSmallForSixWords(struct __sk_buff *skb)
{
    return ofSixWords((void *)find(0));
}

static const int table[4] = {1, 2, 3, 4};

SEC("tc")
int constantAsArgument(struct __sk_buff *skb)
{
    const int *p = table;
    hide(p);
    return ofInt((int *)p);
}

SEC("tc")
int constantAsConstArgument(struct __sk_buff *skb)
{
    const int *p = table;
    hide(p);
    return ofConstInt(p);
}

SEC("tc")
int constantAsArray(struct __sk_buff *skb)
{
    int a[4] = {1, 2, 3, 4};
    return ofArray(&a) == 4;
}

SEC("tc")
int resultOfVoid(struct __sk_buff *skb)
{
    returnsNothing(skb);
    return 0;
}

SEC("tc")
int packetGoesInAGlobalFunction(struct __sk_buff *skb)
{
    u8 *data = (void *)(long)skb->data;
    void *end = (void *)(long)skb->data_end;
    if (data + 8 > (u8 *)end)
        return 0;
    pullsPacket(skb);
    return data[0];
}

SEC("tc")
int packetGoesTwoCallsDeep(struct __sk_buff *skb)
{
    u8 *data = (void *)(long)skb->data;
    void *end = (void *)(long)skb->data_end;
    if (data + 8 > (u8 *)end)
        return 0;
    deeper(skb);
    return data[0];
}

SEC("tc")
int packetStaysInAGlobalFunction(struct __sk_buff *skb)
{
    u8 *data = (void *)(long)skb->data;
    void *end = (void *)(long)skb->data_end;
    if (data + 8 > (u8 *)end)
        return 0;
    looksOnly(skb);
    return data[0];
}

SEC("tc")
int globalResultAsIndex(struct __sk_buff *skb)
{
    u8 bytes[8] = {};
    return ((volatile u8 *)bytes)[ofNumbers(1, 2, 3, 4, RED) & 15];
}

SEC("tc")
int globalResultAsMaskedIndex(struct __sk_buff *skb)
{
    u8 bytes[8] = {};
    return ((volatile u8 *)bytes)[ofNumbers(1, 2, 3, 4, RED) & 7];
}

static noinline int always(int x)
{
    hide(x);
    return 5;
}

SEC("tc")
int staticResultAsIndex(struct __sk_buff *skb)
{
    u8 bytes[8] = {};
    int n = always(skb->len);
    hide(n);
    return ((volatile u8 *)bytes)[n];
}

static noinline int staticRecursion(int n)
{
    hide(n);
    return n > 0 ? staticRecursion(n - 1) + n : 0;
}
call(recursionOfAStaticFunction, staticRecursion(3))

static noinline int staticPointer(struct pair *p)
{
    return p->first;
}
call(staticFunctionDoesNotCheck, staticPointer(find(1)))

static noinline u8 *advance(u8 *data, int n)
{
    hide(n);
    return data + (n & 15);
}

SEC("xdp")
int packetPointerReturned(struct xdp_md *ctx)
{
    u8 *data = (void *)(long)ctx->data;
    void *end = (void *)(long)ctx->data_end;
    data = advance(data, 12);
    if (data + 4 > (u8 *)end)
        return XDP_PASS;
    return data[3] ? XDP_DROP : XDP_PASS;
}

static noinline void *stackPointer(void)
{
    u64 x[2];
    void *p = x;
    hide(p);
    return p;
}
call(stackPointerReturned, *(u64 *)stackPointer())

noinline int xdpContext(struct xdp_md *ctx)
{
    return ctx->data_end - ctx->data;
}

SEC("xdp")
int contextOfItsOwnType(struct xdp_md *ctx)
{
    return xdpContext(ctx) > 100 ? XDP_DROP : XDP_PASS;
}

SEC("tc")
int contextOfAnotherType(struct __sk_buff *skb)
{
    return xdpContext((void *)skb);
}

noinline int sleeps(void *p)
{
    char c;
    return bpf_copy_from_user(&c, 1, 0);
}

SEC("uprobe.s/x")
int sleepableCallsSleeping(void *ctx)
{
    return sleeps(0);
}

SEC("uprobe/x")
int unsleepableCallsSleeping(void *ctx)
{
    return sleeps(0);
}
