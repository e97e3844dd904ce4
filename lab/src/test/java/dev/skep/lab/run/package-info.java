/// Every engine gives the same: on the cases, on the examples, on generated programs.
package dev.skep.lab.run;
