/* Code of many shapes, so that disassemblers can be compared. */
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef signed char s8;
typedef short s16;
typedef int s32;
typedef long long s64;

struct packet { u8 kind; u16 port; u32 address; u64 time; s8 level; s16 delta; s32 skew; };

u64 total;
u32 small_total;
static const u32 table[16] = {1, 2, 3, 5, 8, 13, 21, 34};

static u64 (*lookup)(void *map, const void *key) = (void *)1;
static u64 (*now)(void) = (void *)5;

u64 mix(struct packet *p, u64 n)
{
    u64 sum = n * 0x9e3779b97f4a7c15ull;
    sum ^= p->kind + ((u64)p->port << 16);
    sum -= p->address / 7;
    sum += p->time % 13;
    return sum >> 3;
}

s64 signs(struct packet *p, s64 a, s32 b)
{
    s64 r = p->level + p->delta * 3 + p->skew;
    if (a < -5)
        r = -r;
    if (b > 17)
        r >>= 2;
    return r + (s8)a + (s16)b + (s32)(a >> 5);
}

u32 narrow(u32 a, u32 b, u8 c)
{
    u32 r = 0;
    for (u32 i = 0; i < (a & 31); i++)
        r = (r << 5 | r >> 27) + (b ^ c) * i;
    return r | 1;
}

int order(struct packet *p)
{
    p->port = __builtin_bswap16(p->port);
    p->address = __builtin_bswap32(p->address);
    p->time = __builtin_bswap64(p->time);
    return p->port != 80;
}

u64 count(u64 n)
{
    __sync_fetch_and_add(&total, n);
    return table[n & 15] + now();
}

__attribute__((noinline)) static u64 twice(u64 n)
{
    return n * 2 + table[n % 16];
}

u64 calls(void *map, struct packet *p)
{
    u64 key = twice(p->time) + twice(p->address);
    u64 *value = (u64 *)lookup(map, &key);
    if (!value)
        return twice(key);
    *value += 1;
    return *value;
}

void fill(u8 *to, u64 n)
{
    for (u64 i = 0; i < n; i++) {
        to[i] = 0x5a;
        *(volatile u64 *)(to + 8) = 7;
        *(volatile u16 *)(to + 2) = 300;
    }
}

u64 choose(u32 kind, u64 a, u64 b)
{
    switch (kind) {
    case 1: return a + b;
    case 2: return a - b;
    case 3: return a & ~b;
    case 4: return a > b ? a : b;
    case 5: return (s64)a >= (s64)b ? 1 : (u64)-1;
    case 6: return a <= b ? 0x123456789abcdefull : 0;
    default: return 0;
    }
}
