/* One generation of the Game of Life on a torus of 64 x 64 cells that live in an array map. */
#include "bench.h"

#define SIDE 64
#define CELLS (SIDE * SIDE)

struct world {
    u8 cells[2][CELLS]; /* 0 or 1; one is read, the other written */
    u32 current;
};

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 1);
    __type(key, u32);
    __type(value, struct world);
} worlds SEC(".maps");

SEC("xdp")
int life(struct xdp_md *ctx)
{
    u32 zero = 0;
    struct world *world = bpf_map_lookup_elem(&worlds, &zero);
    if (!world)
        return 0;
    u8 *from = world->cells[world->current & 1];
    u8 *to = world->cells[~world->current & 1];
    u32 population = 0;

    for (u32 y = 0; y < SIDE; y++) {
        u8 *above = from + ((y - 1) & (SIDE - 1)) * SIDE;
        u8 *here = from + y * SIDE;
        u8 *below = from + ((y + 1) & (SIDE - 1)) * SIDE;
        for (u32 x = 0; x < SIDE; x++) {
            u32 left = (x - 1) & (SIDE - 1);
            u32 right = (x + 1) & (SIDE - 1);
            u32 around = above[left] + above[x] + above[right] + here[left] + here[right] +
                         below[left] + below[x] + below[right];
            u8 alive = (around | here[x]) == 3;
            to[y * SIDE + x] = alive;
            population += alive;
        }
    }
    world->current ^= 1;
    return population;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
