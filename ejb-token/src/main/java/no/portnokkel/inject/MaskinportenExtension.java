package no.portnokkel.inject;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.enterprise.inject.spi.ProcessInjectionPoint;
import jakarta.ws.rs.client.WebTarget;
import java.util.ArrayList;
import java.util.List;
import no.portnokkel.maskinporten.config.Configuration;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Validates all {@link Maskinporten} injection points at deployment. Fails it with one line per invalid injection point. */
public class MaskinportenExtension implements Extension {
    private static final System.Logger LOG = System.getLogger(MaskinportenExtension.class.getName());

    private final List<InjectionPoint> points = new ArrayList<>();

    void collect(@Observes ProcessInjectionPoint<?, ?> event) {
        InjectionPoint point = event.getInjectionPoint();
        if (point.getQualifiers().stream().anyMatch(Maskinporten.class::isInstance)) {
            points.add(point);
        }
    }

    void validate(@Observes AfterDeploymentValidation validation) {
        if (points.isEmpty()) {
            return;
        }
        Config config = ConfigProvider.getConfig();
        Configuration configuration = Configuration.read(new MicroProfileValues(config));
        List<String> invalid = new ArrayList<>();
        for (InjectionPoint point : points) {
            try {
                InjectionSpec spec = InjectionSpec.of(point, config);
                spec.requireKnownScopes(configuration);
                if (point.getType().equals(WebTarget.class)) {
                    spec.requiredTarget();
                }
            } catch (IllegalArgumentException mistake) {
                invalid.add(point.getMember() + ": " + mistake.getMessage());
            }
        }
        if (!invalid.isEmpty()) {
            String summary = "Invalid @Maskinporten injection points:\n  " + String.join("\n  ", invalid);
            LOG.log(
                    System.Logger.Level.ERROR,
                    summary); // before the exception, which servers log inside long stack traces
            validation.addDeploymentProblem(new DeploymentException(summary));
        }
    }
}
