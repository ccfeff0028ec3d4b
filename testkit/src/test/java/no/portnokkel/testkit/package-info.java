/** The twin, by its front door: HTTP. */
@NullMarked
package no.portnokkel.testkit;

import org.jspecify.annotations.NullMarked;
