package no.portnokkel.inject;

import jakarta.ws.rs.client.WebTarget;
import java.lang.annotation.Annotation;
import java.net.URI;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;
import no.portnokkel.maskinporten.bearer.TokenTarget;
import no.portnokkel.maskinporten.config.ConfigValues;
import no.portnokkel.maskinporten.config.Configuration;

/**
 * A type with {@link Maskinporten}, which must be the interface of a MicroProfile REST client. Reads the annotations of MicroProfile
 * by name, because a server need not have them.
 */
record RestClientInterface(Class<?> type) {
    private static final String REGISTRATION = "org.eclipse.microprofile.rest.client.inject.RegisterRestClient";

    /**
     * Checks everything that is known at deployment.
     *
     * @throws IllegalArgumentException with a message for the developer
     */
    void validate(ConfigValues values, Configuration configuration) {
        if (!type.isInterface()) {
            requireBeanOfOurTypes();
            return;
        }
        InjectionSpec spec = InjectionSpec.of(type.getAnnotation(Maskinporten.class));
        spec.validate(values, configuration);
        TokenTarget target = spec.target(values);
        requireImplementation();
        Optional<Annotation> registration = Arrays.stream(type.getAnnotations())
                .filter(annotation -> annotation.annotationType().getName().equals(REGISTRATION))
                .findFirst();
        String configKey = registration.map(found -> member(found, "configKey")).orElse("");
        address(values, configKey)
                .or(() -> registration.map(found -> member(found, "baseUri")).filter(uri -> !uri.isEmpty()))
                .ifPresent(address -> requireBelow(target, address));
        if (setting(values, configKey, "followRedirects")
                .filter("true"::equalsIgnoreCase)
                .isPresent()) {
            throw new IllegalArgumentException(
                    "followRedirects is true, and a redirect could carry the token to another host." + " Remove "
                            + type.getName() + "/mp-rest/followRedirects.");
        }
    }

    /** A bean that replaces ours, such as in a test, has the qualifier too. */
    private void requireBeanOfOurTypes() {
        if (Stream.of(Supplier.class, CompletionStage.class, WebTarget.class)
                .noneMatch(ours -> ours.isAssignableFrom(type))) {
            throw new IllegalArgumentException("@Maskinporten is on a class. Put it on an injection point,"
                    + " or on the interface of a MicroProfile REST client.");
        }
    }

    private void requireImplementation() {
        try {
            Class.forName(REGISTRATION, false, type.getClassLoader());
        } catch (ClassNotFoundException | LinkageError missing) {
            throw new IllegalArgumentException(
                    "this server has no MicroProfile REST client. Add it to the server, or inject a WebTarget.",
                    missing);
        }
    }

    private void requireBelow(TokenTarget target, String address) {
        URI sent;
        try {
            sent = URI.create(address);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("its address " + address + " is malformed. Correct it.", malformed);
        }
        if (!target.accepts(sent)) {
            throw new IllegalArgumentException("it sends its requests to " + sent + ", which is not below baseUri "
                    + target.base() + ". Correct one of them.");
        }
    }

    private Optional<String> address(ConfigValues values, String configKey) {
        return setting(values, configKey, "uri").or(() -> setting(values, configKey, "url"));
    }

    /** Returns a setting of the client; the one under the name of the interface is stronger than the one under its key. */
    private Optional<String> setting(ConfigValues values, String configKey, String name) {
        return InjectionSpec.read(type.getName() + "/mp-rest/" + name, values)
                .or(() -> configKey.isEmpty()
                        ? Optional.empty()
                        : InjectionSpec.read(configKey + "/mp-rest/" + name, values));
    }

    private static String member(Annotation annotation, String name) {
        try {
            return String.valueOf(annotation.annotationType().getMethod(name).invoke(annotation));
        } catch (ReflectiveOperationException other) { // of a version that does not have the member
            return "";
        }
    }
}
