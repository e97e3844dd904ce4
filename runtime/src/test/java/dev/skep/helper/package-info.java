/// Tests of the helper functions: against a kernel's answers, and of what only this host has.
package dev.skep.helper;
