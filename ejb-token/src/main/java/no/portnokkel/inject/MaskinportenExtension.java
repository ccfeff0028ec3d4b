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

/** Proves every {@link Maskinporten} injection point at deployment, and fails it with one line for each wrong one. */
public class MaskinportenExtension implements Extension {
    private static final System.Logger LOG = System.getLogger(MaskinportenExtension.class.getName());

    private final List<InjectionPoint> points = new ArrayList<>();

    void see(@Observes ProcessInjectionPoint<?, ?> event) {
        InjectionPoint point = event.getInjectionPoint();
        if (point.getQualifiers().stream().anyMatch(Maskinporten.class::isInstance)) {
            points.add(point);
        }
    }

    void prove(@Observes AfterDeploymentValidation validation) {
        if (points.isEmpty()) {
            return;
        }
        Config config = ConfigProvider.getConfig();
        Configuration configuration = Configuration.read(new MicroProfileValues(config));
        List<String> wrong = new ArrayList<>();
        for (InjectionPoint point : points) {
            try {
                InjectionSpec need = InjectionSpec.of(point, config);
                need.requireKnownScopes(configuration);
                if (point.getType().equals(WebTarget.class)) {
                    need.requiredTarget();
                }
            } catch (IllegalArgumentException mistake) {
                wrong.add(point.getMember() + ": " + mistake.getMessage());
            }
        }
        if (!wrong.isEmpty()) {
            String summary = "Wrong @Maskinporten injection points:\n  " + String.join("\n  ", wrong);
            LOG.log(System.Logger.Level.ERROR, summary); // first: servers bury the exception in stack traces
            validation.addDeploymentProblem(new DeploymentException(summary));
        }
    }
}
