/* Layer 7 at tc: finds the Host header of HTTP requests, counts requests by host and drops those
 * whose host is on the list. */
#include "net.h"

#define NAME 32
#define LONGEST_REQUEST 512

struct name {
    char text[NAME];
};

/* Lower case, padded with zeros. User space may change it before the program is loaded. */
const volatile struct name blocked[2] = {{"ads.example.net"}, {"tracker.example.com"}};

struct {
    __uint(type, BPF_MAP_TYPE_LRU_HASH);
    __uint(max_entries, 256);
    __type(key, struct name);
    __type(value, u64);
} requests SEC(".maps");

u64 dropped;
u64 without_host;

/* Where the search for the header stands. */
struct search {
    struct __sk_buff *skb;
    u32 at;
    u32 end;
    u32 matched; /* characters of "\nhost:" seen so far */
    u32 length;  /* of the name */
    u32 done;
    struct name name;
};

static always_inline u8 lower(u8 c)
{
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

/* One step of the search, called by bpf_loop for every character. */
static long step(u32 index, struct search *s)
{
    u8 c;
    if (s->at >= s->end || bpf_skb_load_bytes(s->skb, s->at, &c, 1))
        return 1;
    s->at++;
    c = lower(c);
    if (s->matched < 6) {
        const char wanted[] = "\nhost:";
        u32 i = s->matched;
        if (i < 6 && c == wanted[i])
            s->matched++;
        else
            s->matched = c == '\n';
        return 0;
    }
    if (c == ' ' && s->length == 0)
        return 0;
    if (c == '\r' || c == '\n' || c == ' ' || c == ':') {
        s->done = 1;
        return 1;
    }
    u32 length = s->length;
    if (length >= NAME - 1)
        return 1;
    s->name.text[length] = c;
    s->length = length + 1;
    return 0;
}

static always_inline int is_request(struct __sk_buff *skb, u32 offset)
{
    char method[4];
    if (bpf_skb_load_bytes(skb, offset, method, 4))
        return 0;
    u32 word = (u32)(u8)method[0] << 24 | (u8)method[1] << 16 | (u8)method[2] << 8 | (u8)method[3];
    return word == 0x47455420 /* GET */ || word == 0x504f5354 /* POST */ ||
           word == 0x48454144 /* HEAD */ || word == 0x50555420 /* PUT */;
}

/* The offset of the TCP payload, or 0 if this is not TCP to port 80. */
static always_inline u32 payload(struct __sk_buff *skb)
{
    struct ethernet ethernet;
    u32 at = sizeof(ethernet);
    u8 protocol;

    if (bpf_skb_load_bytes(skb, 0, &ethernet, sizeof(ethernet)))
        return 0;
    u16 type = ethernet.type;
    if (type == htons(ETHERTYPE_VLAN)) {
        struct vlan vlan;
        if (bpf_skb_load_bytes(skb, at, &vlan, sizeof(vlan)))
            return 0;
        type = vlan.type;
        at += sizeof(vlan);
    }
    if (type == htons(ETHERTYPE_IPV4)) {
        struct ipv4 ip;
        if (bpf_skb_load_bytes(skb, at, &ip, sizeof(ip)))
            return 0;
        protocol = ip.protocol;
        at += ip.header_words * 4;
    } else if (type == htons(ETHERTYPE_IPV6)) {
        struct ipv6 ip;
        if (bpf_skb_load_bytes(skb, at, &ip, sizeof(ip)))
            return 0;
        protocol = ip.next_header;
        at += sizeof(ip);
    } else {
        return 0;
    }
    struct tcp tcp;
    if (protocol != 6 || bpf_skb_load_bytes(skb, at, &tcp, sizeof(tcp)))
        return 0;
    return tcp.destination == htons(80) ? at + tcp.header_words * 4 : 0;
}

static always_inline int is_blocked(const struct name *name)
{
    for (int i = 0; i < 2; i++) {
        int same = 1;
        for (int j = 0; j < NAME; j++)
            same &= blocked[i].text[j] == name->text[j];
        if (same && name->text[0])
            return 1;
    }
    return 0;
}

SEC("tc")
int http_host(struct __sk_buff *skb)
{
    u32 offset = payload(skb);
    if (!offset || !is_request(skb, offset))
        return TC_ACT_OK;

    struct search search = {.skb = skb, .at = offset, .end = skb->len};
    bpf_loop(LONGEST_REQUEST, step, &search, 0);
    if (!search.done) {
        without_host++;
        return TC_ACT_OK;
    }

    u64 one = 1;
    u64 *count = bpf_map_lookup_elem(&requests, &search.name);
    if (count)
        __sync_fetch_and_add(count, 1);
    else
        bpf_map_update_elem(&requests, &search.name, &one, BPF_ANY);

    if (is_blocked(&search.name)) {
        dropped++;
        return TC_ACT_SHOT;
    }
    return TC_ACT_OK;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
