/** What refusals mean, from answers as they were seen. */
@NullMarked
package no.portnokkel.maskinporten.refusal;

import org.jspecify.annotations.NullMarked;
