/** Tests of the twin over HTTP. */
@NullMarked
package no.portnokkel.testkit;

import org.jspecify.annotations.NullMarked;
