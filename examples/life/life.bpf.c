/* Conway's Game of Life on a torus, inside eBPF.
 *
 * generation        makes one generation each time it runs, in two plain loops. The verifier walks
 *                   every turn of them, which limits the size.
 * large_generation  does it row after row through bpf_loop, whose callback is verified once.
 * start             starts a timer and returns. The timer's callback makes the generations from
 *                   then on, for as long as somebody holds the map.
 *
 * They are XDP programs because every host runs those on demand; no packet is looked at.
 *
 * A cell is a bit, 64 to a word; a word's next state takes some fifty operations for all of its
 * cells together. Only one of the three may run at a time. */
#include "timer.h"

#ifndef MOST
#define MOST 2048 /* columns, and rows: a power of two from 64 on */
#endif
#define CELLS_PER_WORD 64 /* column 0 is the lowest bit of word 0 */
#define WORDS (MOST / CELLS_PER_WORD)

/* Set before loading: columns to a multiple of 64, rows to what one likes, both up to MOST. */
const volatile u32 columns = 64;
const volatile u32 rows = 64;

/* What user space writes while the timer runs. */
volatile u64 interval = 100000000; /* nanoseconds between two generations */
volatile u64 until = ~0ull;        /* no generation after this one */

/* What user space reads. */
volatile u64 generations;
volatile u64 waits; /* how often the timer had nothing to do */

/* While it has nothing to do, it looks for orders every millisecond at most. */
#define IDLE 1000000

struct board {
    u32 columns; /* the two constants, for whoever has nothing but the map */
    u32 rows;
    u32 current; /* which of the two generations is the last one */
    u32 unused;
    u64 cells[2][MOST][WORDS] tag("grid:bits,plane=current,rows=rows,columns=columns");
};

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 1);
    __type(key, u32);
    __type(value, struct board);
} boards SEC(".maps");

struct clock {
    struct bpf_timer timer;
};

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 1);
    __type(key, u32);
    __type(value, struct clock);
} clocks SEC(".maps");

/* Three words of a row that stand beside each other. */
struct window {
    u64 left, word, right;
};

/* The window's middle word, and moved so that every cell's neighbour stands in the cell's place. */
struct triple {
    u64 west, here, east;
};

static always_inline struct triple triple(struct window window)
{
    struct triple three = {
        .west = window.word << 1 | window.left >> 63,
        .here = window.word,
        .east = window.word >> 1 | window.right << 63,
    };
    return three;
}

static always_inline void slide(struct window *window)
{
    window->left = window->word;
    window->word = window->right;
}

/* Counts the neighbours of 64 cells at once, in binary digits that are words. */
static always_inline u64 next(struct triple above, struct triple middle, struct triple below)
{
    u64 above_one = above.west ^ above.here ^ above.east;
    u64 above_two = (above.west & above.here) | (above.east & (above.west | above.here));
    u64 below_one = below.west ^ below.here ^ below.east;
    u64 below_two = (below.west & below.here) | (below.east & (below.west | below.here));
    u64 beside_one = middle.west ^ middle.east;
    u64 beside_two = middle.west & middle.east;

    u64 one = above_one ^ below_one ^ beside_one;
    u64 carry = (above_one & below_one) | (beside_one & (above_one | below_one));
    /* Two or three neighbours: one of the four digits of value two is set, and no other. */
    u64 two = (above_two ^ below_two ^ beside_two ^ carry) &
              ~((above_two & below_two) | (beside_two & carry));
    return two & (one | middle.here);
}

/* Makes one row of the next generation. */
static always_inline void make_row(struct board *board, u32 from, u32 row)
{
    u32 last_row = rows - 1;
    u32 last = (columns / CELLS_PER_WORD - 1) & (WORDS - 1);
    u32 north = row == 0 ? last_row : row - 1;
    u32 south = row >= last_row ? 0 : row + 1;
    if (row >= MOST || north >= MOST || south >= MOST)
        return;
    const u64 *above = board->cells[from & 1][north];
    const u64 *middle = board->cells[from & 1][row];
    const u64 *below = board->cells[from & 1][south];
    u64 *target = board->cells[~from & 1][row];

    struct window a = {.left = above[last], .word = above[0]};
    struct window m = {.left = middle[last], .word = middle[0]};
    struct window b = {.left = below[last], .word = below[0]};
    for (u32 word = 0; word < WORDS && word <= last; word++) {
        u32 east = word == last ? 0 : (word + 1) & (WORDS - 1);
        a.right = above[east];
        m.right = middle[east];
        b.right = below[east];
        target[word] = next(triple(a), triple(m), triple(b));
        slide(&a);
        slide(&m);
        slide(&b);
    }
}

static always_inline void turn(struct board *board)
{
    board->current = ~board->current & 1;
    generations++;
}

SEC("xdp")
int generation(struct xdp_md *ctx)
{
    u32 zero = 0;
    struct board *board = bpf_map_lookup_elem(&boards, &zero);
    if (!board)
        return XDP_ABORTED;
    u32 from = board->current;
    for (u32 row = 0; row < MOST && row < rows; row++)
        make_row(board, from, row);
    turn(board);
    return XDP_DROP;
}

/* Which row of which board. */
struct work {
    struct board *board;
    u32 from;
};

static long one_row(u32 row, struct work *work)
{
    make_row(work->board, work->from, row);
    return 0;
}

static always_inline void make_generation(struct board *board)
{
    struct work work = {.board = board, .from = board->current};
    bpf_loop(rows, one_row, &work, 0);
    turn(board);
}

SEC("xdp")
int large_generation(struct xdp_md *ctx)
{
    u32 zero = 0;
    struct board *board = bpf_map_lookup_elem(&boards, &zero);
    if (!board)
        return XDP_ABORTED;
    make_generation(board);
    return XDP_DROP;
}

static int tick(void *map, u32 *key, struct clock *clock)
{
    u32 zero = 0;
    struct board *board = bpf_map_lookup_elem(&boards, &zero);
    if (!board)
        return 0;
    u64 pause = interval;
    if (generations < until) {
        make_generation(board);
    } else {
        waits++;
        if (pause < IDLE)
            pause = IDLE;
    }
    bpf_timer_start(&clock->timer, pause, 0);
    return 0;
}

/* Returns 0, or why the timer does not start. */
SEC("xdp")
int start(struct xdp_md *ctx)
{
    u32 zero = 0;
    struct clock *clock = bpf_map_lookup_elem(&clocks, &zero);
    if (!clock)
        return -1;
    long refused = bpf_timer_init(&clock->timer, &clocks, CLOCK_MONOTONIC);
    if (refused)
        return refused;
    bpf_timer_set_callback(&clock->timer, tick);
    return bpf_timer_start(&clock->timer, interval, 0);
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
