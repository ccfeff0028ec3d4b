/**
 * Checks of a certificate that Maskinporten would refuse, before the HSM signs a grant. They apply to grants that contain the
 * certificate ({@code x5c}); with {@code kid} the certificate only carries the public key. {@code CertificateRules} returns the
 * first problem; {@code KnownAuthorities} maps issuers to classes of environments.
 */
@NullMarked
package no.portnokkel.maskinporten.certificate;

import org.jspecify.annotations.NullMarked;
