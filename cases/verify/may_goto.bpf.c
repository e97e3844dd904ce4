// Loops that the kernel ends: may_goto. Mixed with other loops.
// clang: -mcpu=v4
#include "kernel.h"

int array[100];
HASH(table, 16, __u32, __u64);

SEC("tc") int counts(struct __sk_buff *skb) {
    int n = 0;
    while (MAY_GO_ON) n++;
    return n;
}

SEC("tc") int counter_is_an_unchecked_index(struct __sk_buff *skb) {
    long n = 0;
    int sum = 0;
    while (MAY_GO_ON) {
        sum += array[n];
        n++;
    }
    return sum;
}

SEC("tc") int counter_is_checked(struct __sk_buff *skb) {
    int sum = 0;
    for (unsigned n = 0; n < 100 && MAY_GO_ON; n++) sum += array[n];
    return sum;
}

SEC("tc") int counter_starts_unknown(struct __sk_buff *skb) {
    int sum = 0;
    for (unsigned n = skb->len; n < 100 && MAY_GO_ON; n++) sum += array[n];
    return sum;
}

SEC("tc") int large_bound(struct __sk_buff *skb) {
    int sum = 0;
    for (unsigned n = 0; n < 10000000 && MAY_GO_ON; n++) sum += n & 3;
    return sum;
}

SEC("tc") int unknown_bound(struct __sk_buff *skb) {
    int sum = 0;
    for (unsigned n = 0, len = skb->len; n < len && MAY_GO_ON; n++) sum += array[n & 63];
    return sum;
}

SEC("tc") int nested(struct __sk_buff *skb) {
    int sum = 0;
    for (unsigned i = 0; i < 1000 && MAY_GO_ON; i++)
        for (unsigned j = 0; j < 1000 && MAY_GO_ON; j++) sum += i ^ j;
    return sum;
}

SEC("tc") int search_in_packet(struct __sk_buff *skb) {
    unsigned char *p = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
    int found = 0;
    while (MAY_GO_ON) {
        if (p + 1 > end) break;
        if (*p++ == 'x') found++;
    }
    return found;
}

SEC("tc") int pointer_moves_without_check(struct __sk_buff *skb) {
    int *p = array;
    int sum = 0;
    hide(p);
    while (MAY_GO_ON) {
        sum += *p;
        p++;
        hide(p);
    }
    return sum;
}

SEC("tc") int lookups(struct __sk_buff *skb) {
    __u32 key = 0;
    while (MAY_GO_ON) {
        __u64 *v = bpf_map_lookup_elem(&table, &key);
        if (!v) break;
        key = *v;
    }
    return key;
}

SEC("tc") int endless_beside(struct __sk_buff *skb) {
    while (MAY_GO_ON) BARRIER;
    while (1) BARRIER;
    return 0;
}

static long in_callback(__u32 i, int *sum) {
    while (MAY_GO_ON) *sum += 1;
    return 0;
}

SEC("tc") int in_a_callback(struct __sk_buff *skb) {
    int sum = 0;
    bpf_loop(10, in_callback, &sum, 0);
    return sum;
}

static noinline int in_function(int n) {
    int sum = 0;
    for (int i = 0; i < n && MAY_GO_ON; i++) sum += array[i & 31];
    return sum;
}

SEC("tc") int in_a_static_function(struct __sk_buff *skb) { return in_function(skb->len) + in_function(3); }

noinline int in_global(int n) {
    int sum = 0;
    for (int i = 0; i < n && MAY_GO_ON; i++) sum += array[i & 31];
    return sum;
}

SEC("tc") int in_a_global_function(struct __sk_buff *skb) { return in_global(skb->len); }

SEC("tc") int with_an_iterator(struct __sk_buff *skb) {
    int i, sum = 0;
    FOR_EACH(i, 0, 10) {
        while (MAY_GO_ON) {
            if (sum > 50) break;
            sum++;
        }
    }
    return sum;
}

SEC("tc") int copies_on_the_stack(struct __sk_buff *skb) {
    char text[64] = {};
    for (unsigned i = 0; i < 64 && MAY_GO_ON; i++) text[i] = array[i];
    return text[5];
}

SEC("tc") int copies_past_the_stack(struct __sk_buff *skb) {
    char text[64] = {};
    for (unsigned i = 0; i <= 64 && MAY_GO_ON; i++) text[i] = array[i];
    return text[5];
}

SEC("tc") int state_changes_once(struct __sk_buff *skb) {
    long at = 0;
    int sum = 0;
    while (MAY_GO_ON) {
        sum += array[at];
        at = 7;
        hide(at);
    }
    return sum;
}

SEC("tc") int state_changes_far(struct __sk_buff *skb) {
    long at = 0;
    int sum = 0;
    while (MAY_GO_ON) {
        sum += array[at];
        at += 40;
        hide(at);
    }
    return sum;
}
