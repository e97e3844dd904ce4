/// Documents are executed: every command that a page shows is run, and must print what it shows.
package dev.skep.lab.docs;
