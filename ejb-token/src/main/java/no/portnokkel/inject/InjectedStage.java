package no.portnokkel.inject;

import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletionStage;
import no.portnokkel.maskinporten.AccessToken;
import org.jspecify.annotations.Nullable;

/**
 * An injected stage. Each call of a method, such as {@code thenCompose}, continues with a token that is usable at that moment, so that
 * a bean may keep the stage for as long as it lives.
 */
final class InjectedStage implements InvocationHandler, Serializable {
    private static final long serialVersionUID = 1L;

    private final InjectedSupplier<CompletionStage<AccessToken>> tokens;

    private InjectedStage(InjectedSupplier<CompletionStage<AccessToken>> tokens) {
        this.tokens = tokens;
    }

    /** @param tokens called once for each call of a method of the stage */
    @SuppressWarnings("unchecked") // every method is called on a stage of that type
    static CompletionStage<AccessToken> of(InjectedSupplier<CompletionStage<AccessToken>> tokens) {
        return (CompletionStage<AccessToken>) Proxy.newProxyInstance(
                InjectedStage.class.getClassLoader(),
                new Class<?>[] {CompletionStage.class},
                new InjectedStage(tokens));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return switch (method.getName()) {
                case "equals" -> arguments != null && proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> "CompletionStage<AccessToken>";
            };
        }
        try {
            return method.invoke(tokens.get(), arguments);
        } catch (InvocationTargetException thrown) { // such as for a parameter that is null
            throw thrown.getTargetException();
        }
    }
}
