/**
 * How organisation certificates (<i>virksomhetssertifikat</i>) are read: one understanding for the officer's command
 * line, the grant and the control room. Plain functions of a certificate; nothing here trusts or refuses one.
 */
@NullMarked
package no.portnokkel.certificate;

import org.jspecify.annotations.NullMarked;
