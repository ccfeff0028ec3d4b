/**
 * What a bank's developer injects. {@link no.portnokkel.inject.Maskinporten} says what a token is for; the producers
 * turn it into a {@code Supplier<AccessToken>}, an {@code AccessToken} or a {@code WebTarget} that carries one; the CDI
 * extension proves every injection point when the application is deployed.
 */
@NullMarked
package no.portnokkel.inject;

import org.jspecify.annotations.NullMarked;
