/** Applications that are tested without HSM and server. */
@NullMarked
package no.portnokkel.test;

import org.jspecify.annotations.NullMarked;
