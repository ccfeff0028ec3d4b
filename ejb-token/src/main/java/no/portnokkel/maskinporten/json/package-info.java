/** JSON from outside, read without trust: what is not an object is nothing, and nothing is thrown. */
@NullMarked
package no.portnokkel.maskinporten.json;

import org.jspecify.annotations.NullMarked;
