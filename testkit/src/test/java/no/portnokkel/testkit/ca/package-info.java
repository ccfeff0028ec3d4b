/** Tests of the test authority: content and verification of its certificates. */
@NullMarked
package no.portnokkel.testkit.ca;

import org.jspecify.annotations.NullMarked;
