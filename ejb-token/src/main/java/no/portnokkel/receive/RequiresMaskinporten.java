package no.portnokkel.receive;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A Jakarta REST resource method, or all methods of a resource class, that answers only to valid access tokens from Maskinporten. Others
 * get 401, 403 or 503 without a body; the log says why. The annotation of a method counts instead of that of its class; one on a
 * superclass or an interface counts too. A method that a resource locator leads to needs its own, or one on its class.
 *
 * <p>The rules come from {@code portnokkel.receive.*}. Within the method, {@link MaskinportenCaller} can be injected; in the
 * {@code SecurityContext} the consumer is the principal, and the scopes are roles. In a bean of CDI that is called in another way than
 * by Jakarta REST, the method is refused unless the current request has such a token.
 */
@Documented
@Inherited
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface RequiresMaskinporten {
    /** The scopes that a token must have, all of them; at least one. */
    @Nonbinding
    String[] scope();
}
