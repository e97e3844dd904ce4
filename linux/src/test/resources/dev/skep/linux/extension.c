// A program with a global function, and another one that replaces that function. Built by
//   clang -O2 -g -target bpf -fdebug-compilation-dir=. -c extension.c -o extension.o
struct xdp_md {
    unsigned data, data_end, data_meta, ingress_ifindex, rx_queue_index, egress_ifindex;
};

__attribute__((noinline)) int decide(struct xdp_md *context) {
    volatile int pass = 2;
    return pass;
}

__attribute__((section("xdp"), used)) int base(struct xdp_md *context) {
    return decide(context);
}

__attribute__((section("freplace/decide"), used)) int replacement(struct xdp_md *context) {
    return 1;
}

char terms[] __attribute__((section("license"), used)) = "Dual MIT/GPL";
