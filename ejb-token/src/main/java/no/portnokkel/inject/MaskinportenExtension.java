package no.portnokkel.inject;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.ProcessInjectionPoint;
import jakarta.enterprise.inject.spi.ProcessSessionBean;
import jakarta.enterprise.inject.spi.WithAnnotations;
import java.lang.reflect.Constructor;
import java.lang.reflect.Member;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import no.portnokkel.maskinporten.config.ConfigValues;
import no.portnokkel.maskinporten.config.Configuration;

/**
 * Validates all {@link Maskinporten} injection points at deployment. Fails it with one line per invalid injection point. The lines are
 * logged before the container validates the application, which ends at the first unsatisfied dependency of anybody.
 */
public class MaskinportenExtension implements Extension {
    private static final System.Logger LOG = System.getLogger(MaskinportenExtension.class.getName());

    private final List<InjectionPoint> points = new ArrayList<>();
    private final Set<RestClientInterface> restClients = new LinkedHashSet<>();
    private final LongLivedTokens longLived = new LongLivedTokens();
    private List<String> logged = List.of();

    void collect(@Observes ProcessInjectionPoint<?, ?> event) {
        InjectionPoint point = event.getInjectionPoint();
        longLived.add(point);
        if (point.getQualifiers().stream().anyMatch(Maskinporten.class::isInstance)) {
            points.add(point);
        }
        if (InjectableTypes.unwrapped(point.getType()) instanceof Class<?> type
                && type.isInterface()
                && type.isAnnotationPresent(Maskinporten.class)) { // an archive need not list its interfaces
            restClients.add(new RestClientInterface(type));
        }
    }

    void collectType(@Observes @WithAnnotations(Maskinporten.class) ProcessAnnotatedType<?> event) {
        if (event.getAnnotatedType().isAnnotationPresent(Maskinporten.class)) {
            restClients.add(new RestClientInterface(event.getAnnotatedType().getJavaClass()));
        }
    }

    void collectSessionBean(@Observes ProcessSessionBean<?> event) {
        longLived.addSessionBean(event.getBean().getBeanClass());
    }

    void report(@Observes AfterBeanDiscovery discovery) {
        log(mistakes());
    }

    void validate(@Observes AfterDeploymentValidation validation) {
        List<String> mistakes = mistakes();
        log(mistakes); // a server may add injection points late
        if (!mistakes.isEmpty()) {
            validation.addDeploymentProblem(new DeploymentException(summary(mistakes)));
        }
    }

    /** Returns what the application injects, sorted. To be called after the deployment. */
    public List<InjectionPointInfo> injectionPoints() {
        return Stream.concat(
                        points.stream().map(InjectionPointInfo::of),
                        restClients.stream()
                                .filter(restClient -> restClient.type().isInterface())
                                .map(InjectionPointInfo::of))
                .distinct() // a server may report one of them twice
                .sorted()
                .toList();
    }

    private List<String> mistakes() {
        if (points.isEmpty() && restClients.isEmpty()) {
            return List.of();
        }
        ConfigValues values = MicroProfileValues.ofApplication();
        Configuration configuration = Configuration.read(values);
        List<String> mistakes = new ArrayList<>();
        for (InjectionPoint point : points) {
            try {
                InjectionSpec.of(point).validate(point.getType(), values, configuration);
            } catch (IllegalArgumentException mistake) {
                mistakes.add(point.getMember() + ": " + mistake.getMessage());
            }
        }
        for (RestClientInterface restClient : restClients) {
            try {
                restClient.validate(values, configuration);
            } catch (IllegalArgumentException mistake) {
                mistakes.add(restClient.type().getName() + ": " + mistake.getMessage());
            }
        }
        mistakes.addAll(longLived.mistakes(points));
        return mistakes;
    }

    private void log(List<String> mistakes) {
        if (!mistakes.isEmpty() && !mistakes.equals(logged)) {
            LOG.log(System.Logger.Level.ERROR, "{0}", summary(mistakes));
            logged = mistakes;
        }
    }

    private static String summary(List<String> mistakes) {
        return "Invalid @Maskinporten injection points:\n  " + String.join("\n  ", mistakes);
    }

    /**
     * What an injection point with {@link Maskinporten}, or the interface of a MicroProfile REST client, asks for.
     *
     * @param member the class and its field, method or constructor ({@code <init>}), or the interface
     * @param scope as written, separated by spaces
     * @param client name of a further client; empty for the environment's own
     * @param consumerOrg organisation number; empty if it is that of the client, or chosen for each request
     */
    public record InjectionPointInfo(String member, String scope, String client, String consumerOrg)
            implements Comparable<InjectionPointInfo> {

        static InjectionPointInfo of(InjectionPoint point) {
            Member member = point.getMember();
            String name = member instanceof Constructor<?> ? "<init>" : member.getName();
            return of(member.getDeclaringClass().getName() + "." + name, InjectionSpec.of(point));
        }

        static InjectionPointInfo of(RestClientInterface restClient) {
            Class<?> type = restClient.type();
            return of(type.getName(), InjectionSpec.of(type.getAnnotation(Maskinporten.class)));
        }

        private static InjectionPointInfo of(String member, InjectionSpec spec) {
            return new InjectionPointInfo(member, String.join(" ", spec.scopes()), spec.client(), spec.consumerOrg());
        }

        @Override
        public int compareTo(InjectionPointInfo other) {
            return toString().compareTo(other.toString());
        }
    }
}
