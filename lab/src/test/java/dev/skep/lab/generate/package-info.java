/// What holds for every generated program.
package dev.skep.lab.generate;
