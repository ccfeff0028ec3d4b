/** Certificates that would be refused, seen beforehand. */
@NullMarked
package no.portnokkel.maskinporten.certificate;

import org.jspecify.annotations.NullMarked;
