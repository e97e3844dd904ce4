# llvm-mc -triple bpfel -filetype=obj text.s -o text.o
        .text
        .globl main
        .type main, @function
main:
        r0 = 3
        r0 += 4
        exit
        .size main, . - main
