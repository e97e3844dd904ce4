/* About 1,000, 5,000 and 10,000 instructions without a branch: rounds of Bob Jenkins' lookup3 hash
 * over the packet's words, which are read where they are needed (volatile): all of them at once would
 * not fit the stack. */
#include "bench.h"

#define BYTES 1200

#define rotate(x, k) ((x) << (k) | (x) >> (32 - (k)))

/* Twelve bytes into the three words of the state, then lookup3's mix(). */
#define ROUND(n)                                                       \
    a += words[(n) * 3 % (BYTES / 4)];                                 \
    b += words[(n) * 3 % (BYTES / 4) + 1];                             \
    c += words[(n) * 3 % (BYTES / 4) + 2];                             \
    a -= c, a ^= rotate(c, 4), c += b;                                 \
    b -= a, b ^= rotate(a, 6), a += c;                                 \
    c -= b, c ^= rotate(b, 8), b += a;                                 \
    a -= c, a ^= rotate(c, 16), c += b;                                \
    b -= a, b ^= rotate(a, 19), a += c;                                \
    c -= b, c ^= rotate(b, 4), b += a;

#define ROUNDS6(n) ROUND(n) ROUND(n + 1) ROUND(n + 2) ROUND(n + 3) ROUND(n + 4) ROUND(n + 5)
#define ROUNDS18(n) ROUNDS6(n) ROUNDS6(n + 6) ROUNDS6(n + 12)
#define ROUNDS90(n) \
    ROUNDS18(n) ROUNDS18(n + 18) ROUNDS18(n + 36) ROUNDS18(n + 54) ROUNDS18(n + 72)

#define STRAIGHT(name, rounds)                                         \
    SEC("xdp")                                                         \
    int name(struct xdp_md *ctx)                                       \
    {                                                                  \
        void *end = (void *)(long)ctx->data_end;                       \
        const volatile u32 *words = (void *)(long)ctx->data;           \
        u32 a = 0xdeadbeef, b = a, c = a;                              \
        if ((void *)words + BYTES > end)                               \
            return 0;                                                  \
        rounds;                                                        \
        return c;                                                      \
    }

STRAIGHT(straight_1000, ROUNDS18(0))
STRAIGHT(straight_5000, ROUNDS90(0))
STRAIGHT(straight_10000, ROUNDS90(0) ROUNDS90(90))

char LICENSE[] SEC("license") = "Dual MIT/GPL";
