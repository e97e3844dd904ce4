// The same, compiled in another way.
// clang: -O1
#include "parsers.bpf.c"
