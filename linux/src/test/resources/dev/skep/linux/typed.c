// A filter with types, short enough for users without capabilities. Built by
//   clang -O2 -g -target bpf -fdebug-compilation-dir=. -c typed.c -o typed.o
__attribute__((section("socket"), used)) int typed(void *context) {
    return 1;
}

char terms[] __attribute__((section("license"), used)) = "Dual MIT/GPL";
