/** Captures the log while tests run and finds secrets in it. */
@NullMarked
package no.portnokkel.secrets;

import org.jspecify.annotations.NullMarked;
