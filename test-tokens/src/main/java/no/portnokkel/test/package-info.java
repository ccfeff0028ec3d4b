/**
 * Tokens for an application's own tests. {@link no.portnokkel.test.TestTokens} issues tokens that no API accepts, without HSM, server
 * and network. Where this artefact is on the class path of a CDI container, {@code TestTokensProducer} makes them the {@code Tokens} of
 * the application, so that {@code @Maskinporten} injection points get them too.
 */
@NullMarked
package no.portnokkel.test;

import org.jspecify.annotations.NullMarked;
