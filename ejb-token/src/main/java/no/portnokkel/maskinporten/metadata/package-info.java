/**
 * Compares the metadata of an authorization server (RFC 8414) with the configuration. A difference is reported, but never
 * applied: a changed document must not cause grants to be sent to another address.
 */
@NullMarked
package no.portnokkel.maskinporten.metadata;

import org.jspecify.annotations.NullMarked;
