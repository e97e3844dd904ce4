/// System calls: the only downcalls in the project.
package dev.skep.linux.sys;
