/**
 * Sending a token to an API (RFC 6750). {@code TokenTarget} is the rule for all clients: one base address, and no request to any
 * other address. {@code MaskinportenHttpClient} applies it to {@code java.net.http}; the filters of {@code no.portnokkel.inject} apply
 * it to Jakarta REST.
 */
@NullMarked
package no.portnokkel.maskinporten.bearer;

import org.jspecify.annotations.NullMarked;
