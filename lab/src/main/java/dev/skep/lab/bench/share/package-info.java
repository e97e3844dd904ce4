/// What it costs to share data with programs: events to Java, and elements of maps, one by one and
/// many at a time.
///
/// In: programs that send events as fast as they are told. Out: tables of ratios and of what was
/// lost, all taken in turns in one run. Read [dev.skep.lab.bench.share.EventRates] first;
/// `lab/bench/events` starts it.
package dev.skep.lab.bench.share;
