// Programs that take the kernel ten thousand, a hundred thousand, a million steps; some too many.
#include "kernel.h"

HASH(table, 1024, __u64, __u64);
ARRAY(array, 256, __u64);
struct scratch { __u8 bytes[4096]; __u32 words[1024]; };
struct { __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY); __uint(max_entries, 1); __type(key, __u32); __type(value, struct scratch); } room SEC(".maps");
int field[64][64];
__u8 text[4096];
const volatile __u32 limit = 1000;

#define TC(name) SEC("tc") int name(struct __sk_buff *skb)
#define SCRATCH __u32 zero = 0; struct scratch *s = bpf_map_lookup_elem(&room, &zero); if (!s) return 0

// Plain loops of n rounds.
#define SUM(rounds) { int sum = skb->len; for (int i = 0; i < rounds; i++) { sum += i; BARRIER; } return sum; }
TC(rounds_2000) SUM(2000)
TC(rounds_20000) SUM(20000)
TC(rounds_100000) SUM(100000)
TC(rounds_190000) SUM(190000)
TC(rounds_350000) SUM(350000)

// Loops over memory with an index that is checked.
TC(fills_bytes) { SCRATCH; for (__u32 i = 0; i < 4096; i++) s->bytes[i] = i; return 0; }
TC(fills_bytes_one_too_many) { SCRATCH; for (__u32 i = 0; i <= 5120 * 4 / 2 - 2048; i++) ((volatile __u8 *)s->bytes)[i] = i; return 0; }
TC(sums_words) { SCRATCH; __u32 sum = 0; for (__u32 i = 0; i < 1024; i++) sum = sum * 31 + s->words[i]; return sum; }
TC(reverses) { SCRATCH; for (__u32 i = 0; i < 512; i++) { __u32 t = s->words[i]; s->words[i] = s->words[1023 - i]; s->words[1023 - i] = t; } return 0; }
TC(multiplies_matrices) {
    for (int i = 0; i < 16; i++)
        for (int j = 0; j < 16; j++) {
            int sum = 0;
            for (int k = 0; k < 16; k++) sum += field[i][k] * field[k + 16][j];
            field[i + 32][j] = sum;
            BARRIER;
        }
    return 0;
}
TC(multiplies_larger_matrices) {
    for (int i = 0; i < 24; i++)
        for (int j = 0; j < 24; j++) {
            int sum = 0;
            for (int k = 0; k < 24; k++) { sum += field[i][k] * field[k + 24][j]; BARRIER; }
            field[i + 40][j] = sum;
        }
    return 0;
}
TC(next_generation) {
    int alive = 0;
    for (int y = 1; y < 63; y++)
        for (int x = 1; x < 63; x++) {
            int n = field[y - 1][x - 1] + field[y - 1][x] + field[y - 1][x + 1] + field[y][x - 1] +
                    field[y][x + 1] + field[y + 1][x - 1] + field[y + 1][x] + field[y + 1][x + 1];
            alive += n == 3 || (n == 2 && field[y][x]);
        }
    return alive;
}
TC(next_generation_over_the_edge) {
    int alive = 0;
    for (int y = 1; y < 64; y++)
        for (int x = 1; x < 64; x++) {
            int n = ((volatile int *)field)[(y + 1) * 64 + x + 1];
            if (n == 3) alive++;
        }
    return alive;
}

// Branches in loops: states that merge, and states that do not.
TC(branches_that_merge) {
    int odd = 0, even = 0;
    for (int i = 0; i < 3000; i++) {
        __u32 r = bpf_get_prandom_u32();
        if (r & 1) odd = 1;
        else even = 1;
    }
    return odd + even;
}
TC(branches_that_count) {
    __u64 seen = 0;
    for (int i = 0; i < 300; i++)
        if (bpf_get_prandom_u32() & 1) seen++;
    return seen;
}
TC(branches_that_count_for_an_index) {
    __u64 seen = 0;
    for (int i = 0; i < 60; i++)
        if (bpf_get_prandom_u32() & 1) seen++;
    hide(seen);
    return text[seen];
}
TC(branches_that_set_bits) {
    __u32 bits = 0;
    __u32 r = bpf_get_prandom_u32();
    for (int i = 0; i < 14; i++)
        if (r & (1 << i)) bits |= 1 << i;
    hide(bits);
    return text[bits & 4095];
}
TC(branches_that_set_more_bits) {
    __u64 bits = 0;
    for (int i = 0; i < 24; i++)
        if (bpf_get_prandom_u32() & 1) bits += 1ull << i;
    return bits < 4096 ? text[bits] : 0;
}
TC(branches_kept_on_the_stack) {
    char seen[40] = {};
    for (int i = 0; i < 40; i++)
        if (bpf_get_prandom_u32() & 1) seen[i] = 1;
    return seen[skb->len & 31];
}
TC(switch_in_a_loop) {
    SCRATCH;
    __u32 a = 0, b = 0, d = 0;
    for (__u32 i = 0; i < 1000; i++) {
        switch (s->bytes[i & 4095]) {
        case 0: a++; break;
        case 1: b += a; break;
        case 2: d ^= b; break;
        case 3: a = d; break;
        case 4: b = ~b; break;
        case 5: d <<= 1; break;
        case 6: a *= 3; break;
        case 7: b -= d; break;
        case 8: return a;
        case 9: d = a + b; break;
        case 20 ... 29: a += 20; break;
        case 40: b &= 0xff; break;
        case 60 ... 90: d |= 1; break;
        default: a ^= i;
        }
    }
    return a + b + d;
}
TC(machine_over_the_packet) {
    unsigned char *p = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
    int state = 0, words = 0;
    for (int i = 0; i < 300; i++) {
        if (p + 1 > end) break;
        unsigned char ch = *p++;
        switch (state) {
        case 0: if (ch == ' ') break; state = ch == '"' ? 2 : 1; words++; break;
        case 1: if (ch == ' ') state = 0; else if (ch == '\\') state = 3; break;
        case 2: if (ch == '"') state = 0; else if (ch == '\\') state = 4; break;
        case 3: state = 1; break;
        case 4: state = 2; break;
        }
    }
    return words;
}
TC(machine_over_memory) {
    SCRATCH;
    int state = 0, words = 0;
    for (__u32 i = 0; i < 4000; i++) {
        __u8 ch = s->bytes[i];
        if (state == 0) { if (ch != ' ') { state = 1; words++; } }
        else if (state == 1) { if (ch == ' ') state = 0; else if (ch == '<') state = 2; }
        else if (ch == '>') state = 1;
    }
    return words;
}
TC(machine_with_the_state_as_an_index) {
    SCRATCH;
    __u32 state = 0;
    for (__u32 i = 0; i < 400; i++) {
        state = s->words[state & 1023] & 1023;
        s->bytes[state]++;
    }
    return state;
}

// Scanners of texts.
TC(header_is_searched) {
    unsigned char *p = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
    for (int i = 0; i < 500; i++) {
        if (p + 6 > end) return 0;
        if (p[0] == 'H' && p[1] == 'o' && p[2] == 's' && p[3] == 't' && p[4] == ':' && p[5] == ' ') return i;
        p++;
    }
    return 0;
}
TC(lines_are_counted) {
    unsigned char *p = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
    int lines = 0, length = 0;
    for (int i = 0; i < 800; i++) {
        if (p + 1 > end) break;
        if (*p == '\n') { if (length == 0) return lines; lines++; length = 0; }
        else if (*p != '\r') length++;
        p++;
    }
    return lines;
}
TC(number_is_parsed) {
    unsigned char *p = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
    __u64 n = 0;
    for (int i = 0; i < 20; i++) {
        if (p + 1 > end) break;
        if (*p < '0' || *p > '9') break;
        n = n * 10 + (*p++ - '0');
    }
    return n < sizeof text ? text[n] : 0;
}
TC(pattern_in_a_text) {
    static const char pattern[8] = "password";
    SCRATCH;
    for (__u32 i = 0; i < 1000; i++) {
        __u32 j;
        for (j = 0; j < 8; j++) {
            if (i + j >= 4096 || s->bytes[i + j] != pattern[j]) break;
        }
        if (j == 8) return i;
    }
    return -1;
}
TC(longest_run) {
    SCRATCH;
    __u32 best = 0, run = 0;
    for (__u32 i = 1; i < 150; i++) {
        if (s->bytes[i] == s->bytes[i - 1]) run++;
        else { if (run > best) best = run; run = 0; }
    }
    return best;
}

// Hashes, sums, sorts.
TC(hash_of_a_packet) {
    unsigned char *p = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
    __u32 h = 2166136261u;
    for (int i = 0; i < 1500; i++) {
        if (p + 1 > end) break;
        h = (h ^ *p++) * 16777619u;
    }
    return h;
}
TC(cyclic_redundancy) {
    SCRATCH;
    __u32 crc = ~0u;
    for (__u32 i = 0; i < 400; i++) {
        crc ^= s->bytes[i];
        for (int j = 0; j < 8; j++) crc = crc >> 1 ^ (0xedb88320u & -(crc & 1));
    }
    return ~crc;
}
TC(cyclic_redundancy_with_branches) {
    SCRATCH;
    __u32 crc = ~0u;
    for (__u32 i = 0; i < 16; i++) {
        crc ^= s->bytes[i];
        for (int j = 0; j < 8; j++) { if (crc & 1) crc = crc >> 1 ^ 0xedb88320u; else crc >>= 1; BARRIER; }
    }
    return ~crc;
}
#define ROTATE(x, n) ((x) << (n) | (x) >> (64 - (n)))
#define ROUND a += b; b = ROTATE(b, 13) ^ a; a = ROTATE(a, 32); c += d; d = ROTATE(d, 16) ^ c; a += d; d = ROTATE(d, 21) ^ a; c += b; b = ROTATE(b, 17) ^ c; c = ROTATE(c, 32);
TC(keyed_hash) {
    SCRATCH;
    __u64 a = 1, b = 2, c = 3, d = 4;
    for (__u32 i = 0; i < 500; i++) {
        __u64 m = *(__u64 *)&s->bytes[i * 8];
        d ^= m; ROUND ROUND a ^= m;
    }
    ROUND ROUND ROUND ROUND
    return a ^ b ^ c ^ d;
}
TC(sorts_by_bubbles) {
    int values[12];
    for (int i = 0; i < 12; i++) values[i] = bpf_get_prandom_u32();
    for (int i = 0; i < 12; i++)
        for (int j = 0; j < 11; j++)
            if (values[j] > values[j + 1]) { int t = values[j]; values[j] = values[j + 1]; values[j + 1] = t; }
    return values[5];
}
TC(sorts_a_map) {
    SCRATCH;
    for (__u32 i = 1; i < 40; i++)
        for (__u32 j = i; j > 0; j--) {
            if (s->words[j - 1] <= s->words[j]) break;
            __u32 t = s->words[j]; s->words[j] = s->words[j - 1]; s->words[j - 1] = t;
        }
    return s->words[0];
}
TC(halves_an_interval) {
    SCRATCH;
    __u32 low = 0, high = 1023, wanted = skb->len;
    for (int i = 0; i < 11; i++) {
        if (low > high) break;
        __u32 middle = (low + high) / 2;
        if (middle > 1023) break;
        if (s->words[middle] < wanted) low = middle + 1;
        else if (middle == 0) break;
        else high = middle - 1;
    }
    return low;
}
TC(primes) {
    SCRATCH;
    for (__u32 i = 2; i < 64; i++)
        for (__u32 j = i * i; j < 4096; j += i) s->bytes[j] = 1;
    return s->bytes[skb->len & 4095];
}
TC(powers) {
    __u64 n = skb->len, p = 1;
    for (int i = 0; i < 64; i++) { p = p * n % 1000003; if (p == 1) return i; }
    return p;
}
TC(looks_up_in_loops) {
    __u64 sum = 0;
    for (__u64 i = 0; i < 200; i++) {
        __u64 key = i ^ sum;
        __u64 *v = bpf_map_lookup_elem(&table, &key);
        if (!v) { __u64 one = 1; bpf_map_update_elem(&table, &key, &one, BPF_ANY); continue; }
        if (*v > 100) { bpf_map_delete_elem(&table, &key); continue; }
        sum += *v;
        *v += 1;
    }
    return sum;
}
TC(looks_up_many_times) {
    __u64 sum = 0;
    for (__u32 i = 0; i < 4000; i++) {
        __u32 key = i;
        __u64 *v = bpf_map_lookup_elem(&array, &key);
        if (v) sum += *v;
    }
    return sum;
}

// Straight code of great length.
#define TEN(x) x x x x x x x x x x
TC(long_and_straight) { __u32 a = skb->len, b = skb->mark; TEN(TEN(TEN(a += b; hide(a); b ^= a; hide(b);))) return a; }
TC(long_with_branches) { __u32 a = skb->len, b = skb->mark; TEN(TEN(if (a & 1) a += b; hide(a); if (b > a) b -= a; hide(b);)) return a; }
TC(long_with_spills) { volatile __u64 x[8] = {}; __u64 a = skb->len; TEN(TEN(x[a & 7] = a; a += x[3]; x[2] = a; a ^= x[a & 3]; hide(a);)) return a; }
TC(long_with_lookups) {
    __u64 sum = 0, key = skb->len;
    TEN(TEN({ __u64 *v = bpf_map_lookup_elem(&table, &key); if (v) sum += *v; key += sum; }))
    return sum;
}
TC(long_with_packet_checks) {
    unsigned char *p = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
    int sum = 0;
    TEN(TEN(if (p + 4 > end) return sum; sum += p[3]; p += 4;))
    return sum;
}

// Functions called many times.
static noinline int mixes(int a, int b) {
    for (int i = 0; i < 20; i++) { a = a * 31 + b; b ^= a >> 3; BARRIER; }
    return a;
}
TC(function_in_a_loop) { int a = skb->len; for (int i = 0; i < 200; i++) a = mixes(a, i); return a; }
static noinline int classifies(__u32 x) {
    if (x < 10) return 1;
    if (x < 100) return x & 1 ? 2 : 3;
    if (x < 1000) return x & 2 ? 4 : x & 4 ? 5 : 6;
    return 0;
}
TC(function_with_branches_in_a_loop) { int n = 0; for (int i = 0; i < 30; i++) n += classifies(bpf_get_prandom_u32()) > 3; return n; }
TC(function_with_branches_many_times) { int n = 0; for (int i = 0; i < 2000; i++) if (classifies(bpf_get_prandom_u32()) == 7) n = 1; return n; }
noinline int mixes_globally(int a, int b) {
    for (int i = 0; i < 20; i++) { a = a * 31 + b; b ^= a >> 3; BARRIER; }
    return a;
}
TC(global_function_in_a_loop) { int a = skb->len; for (int i = 0; i < 2000; i++) a = mixes_globally(a, i); return a; }
static long rounds_of_callback(__u32 i, __u64 *sum) { for (int j = 0; j < 100; j++) { *sum += i ^ j; BARRIER; } return 0; }
TC(callback_with_a_loop) { __u64 sum = 0; bpf_loop(1000000, rounds_of_callback, &sum, 0); return sum; }
TC(nested_to_exactly_too_much) {
    int sum = 0;
    for (int i = 0; i < 1000; i++)
        for (int j = 0; j < 1000; j++) { sum += i ^ j; BARRIER; }
    return sum;
}
TC(nested_and_large) {
    int sum = 0;
    for (int i = 0; i < 300; i++)
        for (int j = 0; j < 300; j++) { sum += i ^ j; BARRIER; }
    return sum;
}
TC(nested_with_a_branch) {
    int sum = 0;
    for (int i = 0; i < 60; i++)
        for (int j = 0; j < 60; j++)
            if (bpf_get_prandom_u32() & 1) sum = i;
            else sum = j;
    return sum;
}
TC(triangle) {
    int sum = 0;
    for (int i = 0; i < 200; i++)
        for (int j = i; j < 200; j++) { sum += i ^ j; BARRIER; }
    return sum;
}
TC(bound_from_outside) {
    __u32 n = skb->len, sum = 0;
    if (n > 2000) return 0;
    for (__u32 i = 0; i < n; i++) { sum += text[i]; BARRIER; }
    return sum;
}
TC(bound_from_outside_nested) {
    __u32 n = skb->len & 63, m = skb->mark & 63, sum = 0;
    for (__u32 i = 0; i < n; i++)
        for (__u32 j = 0; j < m; j++) { sum += field[i][j]; BARRIER; }
    return sum;
}
TC(step_from_outside) {
    __u32 step = (skb->len & 7) + 1, sum = 0;
    for (__u32 i = 0; i < 2000; i += step) { sum += text[i]; BARRIER; }
    return sum;
}
TC(step_that_may_be_zero) {
    __u32 step = skb->len & 7, sum = 0;
    for (__u32 i = 0; i < 2000; i += step) { sum += text[i]; BARRIER; }
    return sum;
}
TC(counts_down) {
    __u32 n = skb->len & 1023, sum = 0;
    while (n--) { sum += text[n & 4095]; BARRIER; }
    return sum;
}
TC(shifts_until_zero) {
    __u64 n = skb->len, bits = 0;
    while (n) { bits += n & 1; n >>= 1; }
    return bits;
}
TC(clears_lowest_bits_until_zero) {
    __u32 n = skb->len, bits = 0;
    for (int i = 0; i < 32 && n; i++) { n &= n - 1; bits++; }
    return bits;
}
TC(follows_links) {
    SCRATCH;
    __u32 at = 0;
    for (int i = 0; i < 500; i++) {
        if (at >= 1024) return i;
        at = s->words[at];
    }
    return at;
}
TC(rounds_from_rodata) { __u32 sum = 0; for (__u32 i = 0; i < limit; i++) { sum += text[i]; BARRIER; } return sum; }
