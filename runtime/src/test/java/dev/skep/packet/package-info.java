/// Tests of packets in memory.
package dev.skep.packet;
