/** What all verbs share: the person's terminal, the exit codes, and how failures are reported. */
@NullMarked
package no.portnokkel.hsm.cli.terminal;

import org.jspecify.annotations.NullMarked;
