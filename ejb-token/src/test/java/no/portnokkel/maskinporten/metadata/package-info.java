/** Metadata documents as they were seen, and as they might be. */
@NullMarked
package no.portnokkel.maskinporten.metadata;

import org.jspecify.annotations.NullMarked;
