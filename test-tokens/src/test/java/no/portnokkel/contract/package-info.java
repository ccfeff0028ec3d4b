/** The public contract. */
@NullMarked
package no.portnokkel.contract;

import org.jspecify.annotations.NullMarked;
