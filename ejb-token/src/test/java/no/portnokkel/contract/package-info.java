/** Compares the public contract of this module with the record under {@code src/test/resources/contract}. */
@NullMarked
package no.portnokkel.contract;

import org.jspecify.annotations.NullMarked;
