/** The findings of {@code doctor}, for people and for scripts, and the exit codes. */
@NullMarked
package no.portnokkel.hsm.cli.findings;

import org.jspecify.annotations.NullMarked;
