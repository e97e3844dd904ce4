/* Is watched and steered while it runs: global variables and an array that Java has in its memory,
   a user ring buffer with commands to the program, a ring buffer with events from it. */
#include "bpf.h"

#define BPF_MAP_TYPE_USER_RINGBUF 31
#define BPF_F_MMAPABLE 1024

struct bpf_dynptr {
    u64 opaque[2];
};

static long (*bpf_dynptr_read)(void *to, u32 length, const struct bpf_dynptr *from, u32 offset,
                               u64 flags) = (void *)201;
static long (*bpf_user_ringbuf_drain)(void *map, void *callback, void *context, u64 flags) =
    (void *)209;

/* What Java sends. */
struct command {
    u32 min_length;
    u32 max_length;
};

struct {
    __uint(type, BPF_MAP_TYPE_USER_RINGBUF);
    __uint(max_entries, 4096);
} commands SEC(".maps");

struct event {
    u64 number;
    u32 length;
};

struct {
    __uint(type, BPF_MAP_TYPE_RINGBUF);
    __uint(max_entries, 4096);
} events SEC(".maps");

/* Tells the type of the records. */
const struct event *events_type;

/* Packets by length, in steps of 128. */
struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 12);
    __uint(map_flags, BPF_F_MMAPABLE);
    __type(key, u32);
    __type(value, u64);
} lengths SEC(".maps");

u64 packets;
u64 bytes;

/* How many events found no room: nobody else counts them. */
u64 missed;

/* Packets of these lengths are reported. */
u32 min_length = 1000;
u32 max_length = 1500;

static long obey(const struct bpf_dynptr *record, void *context)
{
    struct command command;

    if (bpf_dynptr_read(&command, sizeof(command), record, 0, 0) == 0) {
        min_length = command.min_length;
        max_length = command.max_length;
    }
    return 0;
}

static always_inline void report(u32 length)
{
    struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);

    if (!event) {
        __sync_fetch_and_add(&missed, 1);
        return;
    }
    event->number = packets;
    event->length = length;
    bpf_ringbuf_submit(event, 0);
}

SEC("xdp")
int live(struct xdp_md *ctx)
{
    u32 length = ctx->data_end - ctx->data;
    u32 step = length / 128;
    u64 *counter;

    bpf_user_ringbuf_drain(&commands, obey, 0, 0);
    __sync_fetch_and_add(&packets, 1);
    __sync_fetch_and_add(&bytes, length);
    counter = bpf_map_lookup_elem(&lengths, &step);
    if (counter)
        __sync_fetch_and_add(counter, 1);
    if (length >= min_length && length <= max_length)
        report(length);
    return XDP_PASS;
}

char LICENSE[] SEC("license") = "GPL";
