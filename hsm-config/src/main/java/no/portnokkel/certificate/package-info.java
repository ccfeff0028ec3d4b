/**
 * Reads organisation certificates (<i>virksomhetssertifikat</i>) in one way for the command line, the grant and the
 * control room. {@code CertificateFile} reads the files of issuers; {@code Seid} reads what a certificate says; {@code
 * CertificateRules} returns the first reason for which Maskinporten would refuse it ({@code x5c}; with {@code kid} it only
 * carries the public key). {@code KnownAuthorities} lists the issuers. Pure functions.
 */
@NullMarked
package no.portnokkel.certificate;

import org.jspecify.annotations.NullMarked;
