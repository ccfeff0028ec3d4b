/**
 * Tokens for an application's own tests. {@link no.portnokkel.test.TestTokens} issues tokens that no API accepts, without HSM, server
 * and network. Where this artefact is on the class path of a CDI container, {@code TestTokensProducer} makes them the {@code Tokens} of
 * the application, so that {@code @Maskinporten} injection points get them too.
 *
 * <pre>{@code
 * import no.portnokkel.maskinporten.TokenRequest;
 * import no.portnokkel.test.TestTokens;
 *
 * TestTokens tokens = TestTokens.create();
 * tokens.refuses(TokenRequest.forScope("skatteetaten:inntekt"), "MP-121");
 * tokens.get(TokenRequest.forScope("nav:aap")); // succeeds
 * }</pre>
 */
@NullMarked
package no.portnokkel.test;

import org.jspecify.annotations.NullMarked;
