/** Tests of the value types and the grant. */
@NullMarked
package no.portnokkel.maskinporten;

import org.jspecify.annotations.NullMarked;
