/// Tests of timers whose callbacks are Java. Read [dev.skep.timer.TimerQueueTest] first.
package dev.skep.timer;
