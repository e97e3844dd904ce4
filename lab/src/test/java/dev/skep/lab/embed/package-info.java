/// What embedders rely on: no memory per packet, exact totals over threads, a manual that runs.
package dev.skep.lab.embed;
