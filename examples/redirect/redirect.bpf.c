/* Sends connections to the address of a service to where it really is. */
#include "bpf.h"

/* As ip4(203, 0, 113, 10) reads: the most significant byte first. */
#define ip4(a, b, c, d) ((u32)(a) << 24 | (b) << 16 | (c) << 8 | (d))

struct bpf_sock_addr {
    u32 user_family;
    u32 user_ip4;
    u32 user_ip6[4];
    u32 user_port;
    u32 family;
    u32 type;
    u32 protocol;
};

const volatile u32 service_address = ip4(203, 0, 113, 10);
const volatile u16 service_port = 80;
const volatile u32 real_address = ip4(127, 0, 0, 1);
const volatile u16 real_port = 8080;

u64 connections;
u64 redirected;

SEC("cgroup/connect4")
int redirect(struct bpf_sock_addr *address)
{
    __sync_fetch_and_add(&connections, 1);
    if (address->user_ip4 == htonl(service_address) &&
        (u16)address->user_port == htons(service_port)) {
        address->user_ip4 = htonl(real_address);
        address->user_port = htons(real_port);
        __sync_fetch_and_add(&redirected, 1);
    }
    return 1; /* let it go on */
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
