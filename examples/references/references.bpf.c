/* What a program takes it has to give back: four ways to forget it, two to do it twice, two to sleep
 * where nobody may. Each mistake stands beside a program that does it right. */
#include "bpf.h"

#define __ksym __attribute__((section(".ksyms")))
#define BPF_F_CURRENT_NETNS ((u64)-1)

struct bpf_spin_lock { u32 value; };
struct bpf_iter_num { u64 opaque; };
struct bpf_sock;

struct tuple { u32 source, destination; u16 source_port, destination_port; };
struct account { struct bpf_spin_lock lock; u32 pad; u64 packets, bytes; };
struct event { u32 length, interface; };

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 1);
    __type(key, u32);
    __type(value, struct account);
} accounts SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_RINGBUF);
    __uint(max_entries, 4096);
} events SEC(".maps");

static struct bpf_sock *(*bpf_sk_lookup_tcp)(void *context, struct tuple *tuple, u32 size, u64 netns,
                                             u64 flags) = (void *)84;
static long (*bpf_sk_release)(struct bpf_sock *sock) = (void *)86;
static long (*bpf_spin_lock)(struct bpf_spin_lock *lock) = (void *)93;
static long (*bpf_spin_unlock)(struct bpf_spin_lock *lock) = (void *)94;
static long (*bpf_copy_from_user)(void *to, u32 size, const void *from) = (void *)148;
static void (*bpf_ringbuf_discard)(void *record, u64 flags) = (void *)133;

extern int bpf_iter_num_new(struct bpf_iter_num *numbers, int start, int end) __ksym;
extern int *bpf_iter_num_next(struct bpf_iter_num *numbers) __ksym;
extern void bpf_iter_num_destroy(struct bpf_iter_num *numbers) __ksym;
extern void bpf_rcu_read_lock(void) __ksym;
extern void bpf_rcu_read_unlock(void) __ksym;

static always_inline struct bpf_sock *listener(struct __sk_buff *skb)
{
    struct tuple tuple = {.destination = htonl(0x7f000001), .destination_port = htons(80)};
    return bpf_sk_lookup_tcp(skb, &tuple, sizeof(tuple), BPF_F_CURRENT_NETNS, 0);
}

static always_inline struct account *account(void)
{
    u32 first = 0;
    return bpf_map_lookup_elem(&accounts, &first);
}

/* A socket that was found keeps its reference when the program ends. */
SEC("tc")
int socket_leaked(struct __sk_buff *skb)
{
    struct bpf_sock *sock = listener(skb);
    if (!sock)
        return 0;
    if (skb->len > 1500)
        return 2;
    bpf_sk_release(sock);
    return 0;
}

/* Given back, and given back again. */
SEC("tc")
int socket_released_twice(struct __sk_buff *skb)
{
    struct bpf_sock *sock = listener(skb);
    if (!sock)
        return 0;
    bpf_sk_release(sock);
    if (skb->len > 1500)
        bpf_sk_release(sock);
    return 0;
}

SEC("tc")
int socket_released(struct __sk_buff *skb)
{
    struct bpf_sock *sock = listener(skb);
    if (!sock)
        return 0;
    int verdict = skb->len > 1500 ? 2 : 0;
    bpf_sk_release(sock);
    return verdict;
}

/* A reserved record is neither submitted nor discarded. */
SEC("tc")
int record_leaked(struct __sk_buff *skb)
{
    struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
    if (!event)
        return 0;
    event->length = skb->len;
    if (skb->ifindex == 1)
        return 0;
    event->interface = skb->ifindex;
    bpf_ringbuf_submit(event, 0);
    return 0;
}

/* Discarded where it is of no use, and submitted all the same. */
SEC("tc")
int record_given_back_twice(struct __sk_buff *skb)
{
    struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
    if (!event)
        return 0;
    event->length = skb->len;
    event->interface = skb->ifindex;
    if (skb->ifindex == 1)
        bpf_ringbuf_discard(event, 0);
    bpf_ringbuf_submit(event, 0);
    return 0;
}

SEC("tc")
int record_given_back(struct __sk_buff *skb)
{
    struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
    if (!event)
        return 0;
    event->length = skb->len;
    event->interface = skb->ifindex;
    if (skb->ifindex == 1)
        bpf_ringbuf_discard(event, 0);
    else
        bpf_ringbuf_submit(event, 0);
    return 0;
}

/* An iterator is left by return. */
SEC("tc")
int iterator_leaked(struct __sk_buff *skb)
{
    struct bpf_iter_num numbers;
    int *number, limit = skb->len;
    bpf_iter_num_new(&numbers, 0, 1500);
    while ((number = bpf_iter_num_next(&numbers)))
        if (*number == limit)
            return 2;
    bpf_iter_num_destroy(&numbers);
    return 0;
}

/* Packets without bytes leave while the lock is held. */
SEC("tc")
int never_unlocked(struct __sk_buff *skb)
{
    struct account *found = account();
    if (!found)
        return 0;
    u32 length = skb->len;
    bpf_spin_lock(&found->lock);
    found->packets++;
    if (length == 0)
        return 0;
    found->bytes += length;
    bpf_spin_unlock(&found->lock);
    return 0;
}

SEC("tc")
int unlocked(struct __sk_buff *skb)
{
    struct account *found = account();
    if (!found)
        return 0;
    u32 length = skb->len;
    bpf_spin_lock(&found->lock);
    found->packets++;
    found->bytes += length;
    bpf_spin_unlock(&found->lock);
    return 0;
}

struct request { u64 address; u64 amount; };

/* Reading memory of the caller may wait for a page, with the lock held. */
SEC("syscall")
int sleeps_under_lock(struct request *request)
{
    u64 amount = 0;
    struct account *found = account();
    if (!found)
        return 0;
    bpf_spin_lock(&found->lock);
    bpf_copy_from_user(&amount, sizeof(amount), (void *)request->address);
    found->bytes += amount;
    bpf_spin_unlock(&found->lock);
    return 0;
}

/* The same in a section in which nothing may be freed. */
SEC("syscall")
int sleeps_while_reading(struct request *request)
{
    u64 amount = 0;
    bpf_rcu_read_lock();
    bpf_copy_from_user(&amount, sizeof(amount), (void *)request->address);
    bpf_rcu_read_unlock();
    return amount != 0;
}

SEC("syscall")
int sleeps_before_it_locks(struct request *request)
{
    u64 amount = 0;
    bpf_copy_from_user(&amount, sizeof(amount), (void *)request->address);
    struct account *found = account();
    if (!found)
        return 0;
    bpf_spin_lock(&found->lock);
    found->bytes += amount;
    bpf_spin_unlock(&found->lock);
    return 0;
}

char LICENSE[] SEC("license") = "GPL";
