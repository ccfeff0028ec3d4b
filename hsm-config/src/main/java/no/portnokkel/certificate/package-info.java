/**
 * Reads organisation certificates (<i>virksomhetssertifikat</i>) in one way for the command line, the grant and the
 * control room. Pure functions of a certificate; this package neither trusts nor rejects one.
 */
@NullMarked
package no.portnokkel.certificate;

import org.jspecify.annotations.NullMarked;
