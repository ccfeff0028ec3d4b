/** Certificates as issuers deliver them. */
@NullMarked
package no.portnokkel.certificate;

import org.jspecify.annotations.NullMarked;
