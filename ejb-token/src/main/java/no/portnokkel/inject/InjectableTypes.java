package no.portnokkel.inject;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Provider;
import jakarta.ws.rs.client.WebTarget;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import no.portnokkel.maskinporten.AccessToken;

/** The types of {@link Maskinporten} injection points. */
final class InjectableTypes {
    private InjectableTypes() {}

    /** Returns what is injected: for {@code Instance<T>} and {@code Provider<T>} what they give. */
    static Type unwrapped(Type type) {
        return type instanceof ParameterizedType generic
                        && (generic.getRawType().equals(Instance.class)
                                || generic.getRawType().equals(Provider.class))
                ? unwrapped(argument(generic))
                : type;
    }

    /**
     * Checks that a token can be injected as this type.
     *
     * @throws IllegalArgumentException with a message for the developer
     */
    static void require(Type type) {
        if (!type.equals(WebTarget.class) && !isToken(type) && !isStage(type) && !isSupplier(type)) {
            throw new IllegalArgumentException("a token cannot be injected as " + type.getTypeName()
                    + ". Inject a Supplier<AccessToken>, an AccessToken, a CompletionStage<AccessToken> or a WebTarget;"
                    + " for a MicroProfile REST client put @Maskinporten on its interface.");
        }
    }

    private static boolean isToken(Type type) {
        return type.equals(AccessToken.class);
    }

    private static boolean isStage(Type type) {
        return type instanceof ParameterizedType generic
                && generic.getRawType().equals(CompletionStage.class)
                && isToken(argument(generic));
    }

    private static boolean isSupplier(Type type) {
        return type instanceof ParameterizedType generic
                && generic.getRawType().equals(Supplier.class)
                && (isToken(argument(generic)) || isStage(argument(generic)));
    }

    /** Returns the only type argument; of a wildcard its bound. */
    private static Type argument(ParameterizedType generic) {
        Type argument = generic.getActualTypeArguments()[0];
        return argument instanceof WildcardType wildcard ? wildcard.getUpperBounds()[0] : argument;
    }
}
