// Two programs for one interface, which takes only one of them. Built by
//   clang -O2 -g -target bpf -fdebug-compilation-dir=. -c twins.c -o twins.o
__attribute__((section("xdp"), used)) int first(void *context) {
    return 2;
}

__attribute__((section("xdp"), used)) int second(void *context) {
    return 2;
}

char terms[] __attribute__((section("license"), used)) = "Dual MIT/GPL";
