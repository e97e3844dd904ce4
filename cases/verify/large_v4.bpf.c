// The same, compiled in another way.
// clang: -mcpu=v4
#include "large.bpf.c"
