/// Holds the verifier to its cases.
package dev.skep.lab.verify;
