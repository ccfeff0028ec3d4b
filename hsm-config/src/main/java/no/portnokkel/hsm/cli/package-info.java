/**
 * The officer's command line, {@code portnokkel-hsm}: one class a verb, picocli around it. Opens no network connection.
 *
 * <p>Output goes to standard output, one finding a line or JSON; diagnostics go to standard error. A verb catches
 * nothing: {@code ExitCode} is the one table from faults to exit codes. picocli and Jakarta JSON are in the executable
 * jar only, so nothing outside this room may use it.
 */
@NullMarked
package no.portnokkel.hsm.cli;

import org.jspecify.annotations.NullMarked;
