// The same, compiled in another way.
// clang: -mcpu=v4
#include "parsers.bpf.c"
