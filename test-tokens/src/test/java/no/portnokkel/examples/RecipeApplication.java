package no.portnokkel.examples;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import no.portnokkel.Portnokkel;
import no.portnokkel.inject.Maskinporten;
import no.portnokkel.inject.MaskinportenExtension;
import no.portnokkel.maskinporten.Tokens;
import no.portnokkel.maskinporten.config.ConfigValues;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.jboss.resteasy.microprofile.client.RestClientExtension;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;
import org.jspecify.annotations.Nullable;

/**
 * An application that consists of one recipe: in Weld SE, with the tokens that production has. Only the enterprise bean that starts
 * Portnøkkel in a server is missing.
 */
final class RecipeApplication implements AutoCloseable {
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private final CompiledRecipe recipe;
    private final Portnokkel portnokkel;
    private final WeldContainer container;
    private @Nullable RequestContextController request;

    /**
     * Compiles, deploys and starts the recipe that declares a type.
     *
     * @param folder that must not exist
     * @param settings of MicroProfile Config
     */
    RecipeApplication(String typeName, Path folder, Map<String, String> settings) throws InterruptedException {
        recipe = CompiledRecipe.of(typeName, folder, settings);
        Thread.currentThread().setContextClassLoader(recipe.loader());
        portnokkel = Portnokkel.start(ConfigValues.of(settings));
        if (!portnokkel.awaitReady(Duration.ofSeconds(60))) {
            throw new IllegalStateException("Not ready; the log says why");
        }
        container = new Weld()
                .setClassLoader(recipe.loader())
                .disableDiscovery()
                .addExtensions(
                        new MaskinportenExtension(),
                        new RestClientExtension(),
                        new io.smallrye.config.inject.ConfigExtension(),
                        new ProductionTokens(portnokkel.tokens()))
                .addPackages(Maskinporten.class)
                .addBeanClasses(recipe.types())
                .initialize();
    }

    /** Returns the bean of the recipe's type, or of the type that is nested in it. */
    Object bean(String nested) {
        return container.select(type(nested)).get();
    }

    /** Calls a method of the recipe's bean. */
    Object call(String method, Object... arguments) {
        return Objects.requireNonNull(CompiledRecipe.call(recipe.type(), bean(""), method, arguments));
    }

    /** Calls a method without a result of a nested type's bean. */
    void tell(String nested, String method, Object... arguments) {
        CompiledRecipe.call(type(nested), bean(nested), method, arguments);
    }

    private Class<?> type(String nested) {
        for (Class<?> type : recipe.types()) {
            if (nested.isEmpty() || type.getSimpleName().equals(nested)) {
                return type;
            }
        }
        throw new IllegalArgumentException(nested);
    }

    /** Begins a request on this thread; ends the one before. */
    void beginRequest() {
        if (request != null) {
            request.deactivate();
        }
        request = container.select(RequestContextController.class).get();
        request.activate();
    }

    @Override
    public void close() {
        container.close();
        portnokkel.close();
        ConfigProviderResolver.instance().releaseConfig(ConfigProvider.getConfig(recipe.loader()));
        Thread.currentThread().setContextClassLoader(before);
        recipe.close();
    }

    /** Takes the place of the enterprise bean. */
    static final class ProductionTokens implements Extension {
        private final Tokens tokens;

        ProductionTokens(Tokens tokens) {
            this.tokens = tokens;
        }

        void add(@Observes AfterBeanDiscovery discovery) {
            discovery
                    .<Tokens>addBean()
                    .addType(Tokens.class)
                    .scope(Dependent.class)
                    .createWith(context -> tokens);
        }
    }
}
