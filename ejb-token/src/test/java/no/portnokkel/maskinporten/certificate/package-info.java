/** Tests of the checks of a certificate before it is sent. */
@NullMarked
package no.portnokkel.maskinporten.certificate;

import org.jspecify.annotations.NullMarked;
