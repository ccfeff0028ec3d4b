/** Tests with published and with changed metadata documents. */
@NullMarked
package no.portnokkel.maskinporten.metadata;

import org.jspecify.annotations.NullMarked;
