/// The JVM host through its port.
package dev.skep.runtime;
