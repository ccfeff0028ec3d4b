/** What a look at the HSM finds, in words for people and for scripts, and what a command ends with. */
@NullMarked
package no.portnokkel.hsm.cli.findings;

import org.jspecify.annotations.NullMarked;
