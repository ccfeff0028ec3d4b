/** The commands, as a shell meets them. */
@NullMarked
package no.portnokkel.testkit.cli;

import org.jspecify.annotations.NullMarked;
