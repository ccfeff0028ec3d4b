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
 * Injects a token. On a {@code Supplier<AccessToken>} (a usable token at each call), an {@code AccessToken} (the token at the time of
 * injection; rejected in beans that live longer than a request), a {@code CompletionStage<AccessToken>} or a supplier of it (continues
 * with a usable token each time a method is called; no thread waits) or a {@code jakarta.ws.rs.client.WebTarget} (each request carries
 * a usable token). On the interface of a MicroProfile REST client, each of its requests carries a usable token. Everything except
 * {@code AccessToken} survives passivation; filters that were added to a target do not.
 * <pre>{@code
 * @Inject @Maskinporten(scope = "skatteetaten:inntekt") Supplier<AccessToken> token;
 * @Inject @Maskinporten(scope = "skatteetaten:inntekt", baseUri = "config:bank.inntekt.uri") WebTarget inntekt;
 * }</pre>
 * <p>An invalid injection point fails the deployment, with one line per injection point. If there is no token, a supplier throws a
 * {@link no.portnokkel.maskinporten.TokenException}; a request through a {@code WebTarget} throws a {@code ProcessingException}, as
 * Jakarta REST requires, with the {@code TokenException} as its cause.
 */
@Qualifier
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({FIELD, PARAMETER, METHOD, TYPE})
public @interface Maskinporten {
    /**
     * The name of a request property ({@code Invocation.Builder.property}) of a {@code WebTarget}. Its value is an
     * {@link no.portnokkel.maskinporten.AuthorizationDetail}, a consent or a system user, for the token of that request.
     */
    String AUTHORIZATION_DETAIL = "no.portnokkel.authorization-detail";

    /** One or several scopes for one token; a string may contain several, separated by spaces. */
    @Nonbinding
    String[] scope();

    /** The name of an additional client in the configuration; empty for the environment's default client. */
    @Nonbinding
    String client() default "";

    /** The organisation number of the bank that delegated to us; empty to use a {@link ConsumerOrgContext} if there is one. */
    @Nonbinding
    String consumerOrg() default "";

    /** The audiences of the token. */
    @Nonbinding
    String[] resource() default {};

    /**
     * For a {@code WebTarget} or a REST client interface: an absolute address, or {@code config:KEY} for the value of a configuration key. The token is added
     * only at this origin and below this path; a request to another address fails and is not sent. {@code https} is required,
     * except for loopback. Redirects are not followed. After a 401, the request is repeated once with a new token if it has no body
     * or the body is a {@code String} or {@code byte[]}; an API that keeps answering 401 receives few repeated requests.
     */
    @Nonbinding
    String baseUri() default "";
}
