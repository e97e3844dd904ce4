/// House rules, conformance, fuzzing, generators. Not published.
package dev.skep.lab;
