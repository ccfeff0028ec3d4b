/**
 * What Maskinporten would refuse a certificate for, seen before the HSM has signed anything. Only for grants that show
 * the certificate ({@code x5c}); with {@code kid} it merely carries the public key.
 */
@NullMarked
package no.portnokkel.maskinporten.certificate;

import org.jspecify.annotations.NullMarked;
