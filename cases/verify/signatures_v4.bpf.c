// The same for a younger instruction set.
// clang: -mcpu=v4
#include "signatures.bpf.c"
