/** Tests of this module's architecture: which package may depend on which. */
@NullMarked
package no.portnokkel;

import org.jspecify.annotations.NullMarked;
