// The same, compiled in another way.
// clang: -O1
#include "large.bpf.c"
