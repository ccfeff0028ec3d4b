package no.portnokkel.inject;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.PARAMETER;
import static java.lang.annotation.ElementType.TYPE;

import jakarta.enterprise.util.Nonbinding;
import jakarta.inject.Qualifier;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a token is wanted for. On a {@code Supplier<AccessToken>} (a fresh token at each call), an {@code AccessToken}
 * (the token of the moment of injection) or a {@code jakarta.ws.rs.client.WebTarget} (each request carries a fresh one).
 *
 * <pre>{@code
 * @Inject @Maskinporten(scope = "skatteetaten:inntekt") Supplier<AccessToken> token;
 * @Inject @Maskinporten(scope = "skatteetaten:inntekt", baseUri = "config:bank.inntekt.uri") WebTarget inntekt;
 * }</pre>
 *
 * <p>A wrong injection point fails the deployment, with one line for each. When there is no token, a supplier throws a
 * {@link no.portnokkel.maskinporten.TokenException}; a request through a {@code WebTarget} throws the
 * {@code ProcessingException} that JAX-RS prescribes, with the {@code TokenException} as its cause.
 */
@Qualifier
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({FIELD, PARAMETER, METHOD, TYPE})
public @interface Maskinporten {
    /**
     * Name of a request property ({@code Invocation.Builder.property}) of a {@code WebTarget}: an
     * {@link no.portnokkel.maskinporten.AuthorizationDetail}, a consent or a system user, that the token of this one
     * request is to carry.
     */
    String AUTHORIZATION_DETAIL = "no.portnokkel.authorization-detail";

    /** One or several scopes, one token for all; a string may hold several, separated by spaces. */
    @Nonbinding
    String[] scope();

    /** Name of a further client of the configuration; empty: the environment's own. */
    @Nonbinding
    String client() default "";

    /** Organisation number of the bank that has delegated to us; empty: what a {@link ConsumerOrgContext} says, if any. */
    @Nonbinding
    String consumerOrg() default "";

    /** Audience of the token, one or several. */
    @Nonbinding
    String[] resource() default {};

    /**
     * For a {@code WebTarget}: an absolute address, or {@code config:KEY} for the value of a configuration key. The
     * token is added at this origin and below this path only; a request to any other address is refused unsent.
     * {@code https} only, loopback excepted. Redirects are not followed. An answer of 401 is met once with a new token
     * and a second try, where there is no body or it is a text or bytes; an API that answers 401 for good gets few of them.
     */
    @Nonbinding
    String baseUri() default "";
}
