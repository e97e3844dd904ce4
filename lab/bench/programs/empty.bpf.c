/* Nothing: what a call costs, for each type of program. */
#include "bench.h"

SEC("xdp")
int empty_xdp(struct xdp_md *ctx)
{
    return XDP_PASS;
}

SEC("tc")
int empty_tc(struct __sk_buff *skb)
{
    return TC_ACT_OK;
}

SEC("socket")
int empty_socket(struct __sk_buff *skb)
{
    return 0;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
